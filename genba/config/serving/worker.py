"""The web server's worker: gunicorn's own with threads, but no thread ever waits for a slow client.

Gunicorn gives a thread to a connection as soon as its first byte is there, and to an answer until its last
byte is gone; eight clients that send or read a byte a second then stop eight threads. Here the poller takes
in the whole request, a thread makes the answer, and the poller sends it. Who is too slow is let go.
"""

import contextlib
import errno
import selectors
import socket
import time
from functools import partial
from typing import Any

from django.conf import settings
from gunicorn import util
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.workers.gthread import TConn, ThreadWorker

from genba.config.serving.arrival import State
from genba.config.serving.letterbox import Letterbox

SECONDS_FOR_A_HEAD = 15
SECONDS_OF_GRACE = 30
SLOWEST = 1024  # bytes a second, over all of a body or an answer, after the grace
SECONDS_TO_SAY_GOODBYE = 2
MOST_WAITING_BYTES = 2 * 1024**3
ROOM_FOR_THE_REST_OF_A_FORM = 10 * 1024 * 1024
AT_ONCE = 64
LOOK_EVERY = 0.5


class Visit(TConn):
    """One connection. Threads see `sock`, the letterbox; `wire` is the poller's."""

    sock: Letterbox

    def __init__(self, worker: "PatientWorker", wire: socket.socket, client: Any, server: Any) -> None:
        self.wire = wire
        wire.setblocking(False)
        super().__init__(worker.cfg, Letterbox(worker.longest_body), client, server)
        self.data_ready = True
        self.since = time.monotonic()
        self.stays = False
        self.leaving = False
        self.gone = False
        self.counted = 0

    @property
    def is_late(self) -> bool:
        """Whether the other side took more time than it is given for what it does now."""
        waited = time.monotonic() - self.since
        if self.leaving:
            return waited > SECONDS_TO_SAY_GOODBYE
        if self.sock.outgoing or self.sock.started:
            return waited > SECONDS_OF_GRACE + self.sock.sent / SLOWEST
        if self.sock.arrival.state is State.NOTHING and self.stays:
            return waited > float(self.cfg.keepalive)
        if self.sock.arrival.state in {State.NOTHING, State.HEAD}:
            return waited > SECONDS_FOR_A_HEAD
        return waited > SECONDS_OF_GRACE + self.sock.arrival.came / SLOWEST

    def begin_anew(self) -> None:
        """Make ready for the next request on this connection."""
        behind = self.parser.unreader.take_buffered() if self.parser else b""
        self.parser, self.initialized = None, False
        self.sock.next_request(behind)


class PatientWorker(ThreadWorker):
    """Takes in whole requests and sends whole answers without a thread."""

    poller: selectors.BaseSelector

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visits: dict[Visit, None] = {}  # those on the poller, the one that waits longest first
        self.most_visits = self.worker_connections
        self.worker_connections += AT_ONCE  # who comes when it is full takes the place of the slowest
        self.waiting_bytes = 0
        self.looked_at = 0.0
        self.longest_body = 0

    def init_process(self) -> None:
        self.longest_body = settings.GENBA_IMPORT_BYTES + ROOM_FOR_THE_REST_OF_A_FORM
        super().init_process()

    # Coming

    def accept(self, listener: socket.socket) -> None:
        """Let everybody in who knocks, and wait for what they want."""
        for _ in range(AT_ONCE):
            try:
                wire, client = listener.accept()
            except OSError as trouble:
                if trouble.errno in {errno.EMFILE, errno.ENFILE}:
                    self._make_room()
                return
            with contextlib.suppress(OSError):
                wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.nr_conns += 1
            if self.nr_conns > self.most_visits:
                self._make_room()
            self._await_words(Visit(self, wire, client, listener.getsockname()))

    def _make_room(self) -> None:
        """Let go of who has waited longest with half a request."""
        if self.visits:
            self._let_go(next(iter(self.visits)))

    def _await_words(self, visit: Visit) -> None:
        visit.since = time.monotonic()
        self._watch(visit, selectors.EVENT_READ, self._on_words)

    def _on_words(self, visit: Visit, _wire: Any = None) -> None:
        """Take in what came; when the request is whole, a thread gets it."""
        arrival = visit.sock.arrival
        try:
            data = visit.wire.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._let_go(visit)
            return
        if arrival.state is State.NOTHING:
            visit.since = time.monotonic()
        try:
            arrival.take(data)
        except OSError:  # the disk on which large requests wait is full
            self.log.error("There is no room on the disk to take in a large request.")
            self._refuse(visit, "503 Service Unavailable", NO_ROOM)
            return
        self._count(visit, len(data))
        self._go_on(visit)

    def _go_on(self, visit: Visit) -> None:
        arrival = visit.sock.arrival
        if arrival.state is State.WHOLE:
            self._unwatch(visit)
            self.enqueue_req(visit)
        elif arrival.state.is_refusal:
            self._refuse(visit, arrival.state.value)
        elif self.waiting_bytes > MOST_WAITING_BYTES:
            self._refuse(visit, "503 Service Unavailable")
        elif arrival.wants_a_word:
            arrival.wants_a_word = False
            with contextlib.suppress(OSError):
                visit.wire.send(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _refuse(self, visit: Visit, status: str, words: str = "") -> None:
        self._unwatch(visit)
        head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {len(words.encode())}\r\n"
        head += "Content-Type: text/plain; charset=utf-8\r\nRetry-After: 60\r\n" if words else ""
        visit.sock.sendall(f"{head}\r\n{words}".encode())
        visit.stays = False
        self._send(visit)

    # Answering

    def handle(self, conn: Visit) -> bool:
        """In a thread: make the answer, and send what the other side takes at once."""
        stays = bool(super().handle(conn))
        with contextlib.suppress(OSError):  # who has gone is found by the poller
            conn.sock.push(conn.wire)
        return stays

    def _keepalive_after(self, conn: Visit, keepalive: bool) -> bool:
        """Whether the next request on this connection can be found; what the view did not read lies here."""
        return keepalive and conn.parser is not None and bool(conn.parser.finish_body())

    def finish_request(self, conn: Visit, fs: Any) -> None:
        """The thread is done: send the answer."""
        conn.stays = not fs.cancelled() and fs.exception() is None and bool(fs.result())
        self._count(conn, -conn.counted)
        self._send(conn)

    def _send(self, visit: Visit) -> None:
        visit.since = time.monotonic()
        self._on_room(visit)

    def _on_room(self, visit: Visit, _wire: Any = None) -> None:
        """The other side takes more of the answer; when all is gone, it may ask again or leaves."""
        try:
            all_gone = visit.sock.push(visit.wire)
        except OSError:
            self._let_go(visit)
            return
        if not all_gone:
            self._watch(visit, selectors.EVENT_WRITE, self._on_room)
        elif visit.stays:
            self._unwatch(visit)
            visit.begin_anew()
            self._await_words(visit)
            if visit.sock.arrival.state is not State.NOTHING:
                self._count(visit, visit.sock.arrival.came)
                self._go_on(visit)
        else:
            self._say_goodbye(visit)

    # Leaving

    def _say_goodbye(self, visit: Visit) -> None:
        """Close our side and read what still comes, so that the last words arrive (RFC 9112, 9.6)."""
        visit.leaving, visit.since = True, time.monotonic()
        visit.sock.empty()
        try:
            visit.wire.shutdown(socket.SHUT_WR)
        except OSError:
            self._let_go(visit)
            return
        self._watch(visit, selectors.EVENT_READ, self._on_last_words)

    def _on_last_words(self, visit: Visit, _wire: Any = None) -> None:
        try:
            more = visit.wire.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        if not more:
            self._let_go(visit)

    def _let_go(self, visit: Visit) -> None:
        if visit.gone:  # a second event of the same round
            return
        visit.gone = True
        self._unwatch(visit)
        self._count(visit, -visit.counted)
        self.nr_conns -= 1
        visit.sock.empty()
        util.close(visit.wire)

    def _count(self, visit: Visit, more: int) -> None:
        visit.counted += more
        self.waiting_bytes += more

    def murder_pending(self) -> None:
        """Called by gunicorn's loop: let go of who is late, and when we are closing of who asked nothing."""
        now = time.monotonic()
        if now - self.looked_at < LOOK_EVERY:
            return
        self.looked_at = now
        for visit in list(self.visits):
            if visit.is_late or (not self.alive and _has_asked_nothing(visit)):
                self._let_go(visit)

    def _watch(self, visit: Visit, event: int, then: Any) -> None:
        if visit in self.visits:
            self.poller.modify(visit.wire, event, partial(then, visit))
        else:
            self.visits[visit] = None
            self.poller.register(visit.wire, event, partial(then, visit))

    def _unwatch(self, visit: Visit) -> None:
        if visit in self.visits:
            del self.visits[visit]
            self.poller.unregister(visit.wire)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer what is no request; the log learns neither who sent it nor what it was."""
        del req, addr
        if isinstance(exc, ParseException):
            status, reason = REFUSALS.get(type(exc), (400, "Bad Request"))
        else:
            self.log.error("A request could not be answered: %s", type(exc).__name__)
            status, reason = 500, "Internal Server Error"
        with contextlib.suppress(OSError):
            util.write_error(client, status, reason, "")


NO_ROOM = (
    "The server has no room to take in a file just now. Go back with your browser: what you typed is still "
    "in the form. Send it again in a minute, or without the file.\n"
)
REFUSALS = {
    LimitRequestLine: (414, "URI Too Long"),
    LimitRequestHeaders: (431, "Request Header Fields Too Large"),
}


def _has_asked_nothing(visit: Visit) -> bool:
    """Whether it may go when we are closing: half a head is no request yet."""
    state, waited = visit.sock.arrival.state, time.monotonic() - visit.since
    return (
        state in {State.NOTHING, State.HEAD} and waited > SECONDS_TO_SAY_GOODBYE and not visit.sock.outgoing
    )
