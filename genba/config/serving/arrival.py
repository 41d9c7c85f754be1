"""A request as it comes in, byte by byte: whether all of it is there. Gunicorn reads it only then.

This looks no further than to the end of the request. What the request says, and whether it is well formed, is
gunicorn's to judge; where the two disagreed, gunicorn would come to an early end and close the connection.
"""

import re
from dataclasses import dataclass, field
from enum import Enum

from genba.config.serving.spool import Spool

LONGEST_HEAD = 64 * 1024
LONGEST_SIZE_LINE = 4096
END_OF_HEAD = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
IN_CHUNKS = re.compile(rb"\r\ntransfer-encoding:[^\r\n]*chunked", re.IGNORECASE)
WAITS_FOR_US = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)


class State(Enum):
    """How far a request has come."""

    NOTHING = "nothing has come"
    HEAD = "the head is coming"
    BODY = "the body is coming"
    WHOLE = "all of it is here"
    TOO_LONG_A_HEAD = "431 Request Header Fields Too Large"
    TOO_LONG_A_BODY = "413 Content Too Large"

    @property
    def is_refusal(self) -> bool:
        return self in {State.TOO_LONG_A_HEAD, State.TOO_LONG_A_BODY}


@dataclass
class Chunks:
    """Finds the end of a body that comes in chunks (RFC 9112, 7.1)."""

    skip: int = 0
    line: bytearray = field(default_factory=bytearray)
    in_trailers: bool = False
    done: bool = False

    def feed(self, data: bytes) -> None:
        """Go on; `done` says whether the end, or something that is no chunk, was met."""
        while data and not self.done:
            if self.skip:
                gone = min(self.skip, len(data))
                self.skip, data = self.skip - gone, data[gone:]
                continue
            self.line += data
            data = b"" if self.in_trailers else self._size()
            if self.in_trailers:
                self.done = self.line.startswith(b"\r\n") or END_OF_HEAD in self.line
            self.done = self.done or len(self.line) > LONGEST_SIZE_LINE

    def _size(self) -> bytes:
        """Read the line that says how long the next chunk is, once it is here; give back what follows."""
        end = self.line.find(b"\r\n")
        if end < 0:
            return b""
        try:
            size = int(bytes(self.line[:end]).split(b";")[0], 16)
        except ValueError:
            size = -1
        rest = bytes(self.line[end + 2 :])
        self.line.clear()
        if size > 0:
            self.skip = size + 2
            return rest
        self.done, self.in_trailers = size < 0, size == 0
        self.line += rest
        return b""


class Arrival:
    """One request that is coming in. `longest` is how many bytes its body may have."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        self.state = State.NOTHING
        self.came = 0
        self.spool = Spool()
        self.head = bytearray()
        self.missing = 0
        self.chunks: Chunks | None = None
        self.wants_a_word = False

    def take(self, data: bytes) -> None:
        """Keep what came and see how far we are. What came behind the end is kept as well."""
        self.came += len(data)
        self.spool.write(data)
        if self.state in {State.NOTHING, State.HEAD}:
            self._take_head(data)
        elif self.state is State.BODY:
            self._take_body(data)

    def _take_head(self, data: bytes) -> None:
        seen = max(0, len(self.head) - 3)
        self.head += data
        self.state = State.HEAD
        end = self.head.find(END_OF_HEAD, seen)
        if end < 0:
            if len(self.head) > LONGEST_HEAD:
                self.state = State.TOO_LONG_A_HEAD
            return
        head, rest = bytes(self.head[: end + 4]), bytes(self.head[end + 4 :])
        self.head.clear()
        length = LENGTH.search(head)
        self.state, self.missing = State.BODY, int(length.group(1)) if length else 0
        self.chunks = Chunks() if IN_CHUNKS.search(head) else None
        self.wants_a_word = bool(WAITS_FOR_US.search(head)) and not rest
        if len(head) > LONGEST_HEAD:
            self.state = State.TOO_LONG_A_HEAD
        elif self.missing > self.longest:
            self.state = State.TOO_LONG_A_BODY
        else:
            self._take_body(rest)

    def _take_body(self, data: bytes) -> None:
        if self.chunks is not None:
            self.chunks.feed(data)
            if self.chunks.done:
                self.state = State.WHOLE
            elif self.came > self.longest:
                self.state = State.TOO_LONG_A_BODY
            return
        self.missing -= len(data)
        if self.missing <= 0:
            self.state = State.WHOLE
