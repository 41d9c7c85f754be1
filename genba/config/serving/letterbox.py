"""What a thread takes for a socket: the request lies in it already, and the answer is left in it."""

import os
import socket
from collections import deque
from typing import BinaryIO

from genba.config.serving.arrival import Arrival
from genba.config.serving.spool import PIECE, Spool

AT_ONCE = 1024 * 1024


class Letterbox:
    """Between one connection and the threads. Threads never wait for the other side; the poller does."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        self.arrival = Arrival(longest)
        self.outgoing: deque[Spool | FilePart] = deque()
        self.started: memoryview = memoryview(b"")
        self.sent = 0

    # The side of the threads

    def recv(self, most: int) -> bytes:
        """What came; nothing is the end."""
        return self.arrival.spool.read(most)

    def sendall(self, data: bytes) -> None:
        """Leave a part of the answer."""
        if not self.outgoing or not isinstance(self.outgoing[-1], Spool):
            self.outgoing.append(Spool())
        self.outgoing[-1].write(data)  # type: ignore[union-attr]  # made above

    def send(self, data: bytes) -> int:
        """Gunicorn says "100 Continue" in this way only; the poller has said it when it was of use."""
        return len(data)

    def sendfile(self, file: BinaryIO, offset: int = 0, count: int | None = None) -> int:
        """Leave a part of a file, which is read when there is room on the wire."""
        if count is None:
            count = os.fstat(file.fileno()).st_size - offset
        self.outgoing.append(FilePart(os.dup(file.fileno()), offset, count))
        return count

    def setblocking(self, _flag: bool) -> None:
        """Nobody waits here."""

    def settimeout(self, _seconds: float | None) -> None:
        """Nobody waits here."""

    def gettimeout(self) -> float:
        return 0.0

    def shutdown(self, _how: int) -> None:
        """The poller closes connections."""

    def close(self) -> None:
        """The poller closes connections."""

    # The side of the poller

    def push(self, wire: socket.socket) -> bool:
        """Send what the other side has room for; whether all of it is gone. Raises OSError."""
        try:
            while self.started or self.outgoing:
                if not self._push_some(wire):
                    self.outgoing.popleft().close()
        except BlockingIOError:
            return False
        return True

    def _push_some(self, wire: socket.socket) -> bool:
        """Send a piece of what is first; False when it is at its end."""
        if self.started:
            gone = wire.send(self.started)
            self.started = self.started[gone:]
        elif isinstance(part := self.outgoing[0], FilePart):
            gone = part.send(wire)
        else:
            self.started = memoryview(part.read(PIECE))
            return bool(self.started)
        self.sent += gone
        return gone > 0

    def next_request(self, read_ahead: bytes) -> None:
        """Begin anew with what came behind the last request."""
        rest = [read_ahead]
        while more := self.arrival.spool.read():
            rest.append(more)
        self.arrival.spool.close()
        self.arrival, self.sent = Arrival(self.longest), 0
        if behind := b"".join(rest):
            self.arrival.take(behind)

    def empty(self) -> None:
        """Forget everything."""
        self.arrival.spool.close()
        while self.outgoing:
            self.outgoing.popleft().close()
        self.started = memoryview(b"")


class FilePart:
    """A part of an open file."""

    def __init__(self, descriptor: int, offset: int, left: int) -> None:
        self.descriptor, self.offset, self.left = descriptor, offset, left

    def send(self, wire: socket.socket) -> int:
        if not self.left:
            return 0
        gone = os.sendfile(wire.fileno(), self.descriptor, self.offset, min(self.left, AT_ONCE))
        if not gone:
            raise OSError("The file became shorter while it was sent.")
        self.offset, self.left = self.offset + gone, self.left - gone
        return gone

    def close(self) -> None:
        os.close(self.descriptor)
