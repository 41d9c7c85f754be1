"""Slow and hostile clients: each keeps a connection and gives, or takes, a byte a second."""

import contextlib
import http.client
import selectors
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

HEAD = b"GET /health/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"x" * 4000
FORM = (
    b"POST /report/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 3000\r\n\r\n"
)
UPLOAD = (
    b"POST /report/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    b"Content-Length: 9000000\r\n\r\n--x\r\n"
)
IN_CHUNKS = (
    b"POST /report/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n1000\r\n"
)
KINDS = ["head", "form", "upload", "chunks", "reader"]


class Crowd:
    """Many slow clients, driven by one thread."""

    def __init__(self, port: int, count: int, *, large_page: str, kinds: list[str] | None = None) -> None:
        self.port, self.large_page = port, large_page
        self.clients = [
            self._open(kind) for kind, _ in zip((kinds or KINDS) * count, range(count), strict=False)
        ]
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._drip)
        self.thread.start()

    def _open(self, kind: str) -> tuple[socket.socket, bytes]:
        client = socket.socket()
        if kind == "reader":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        client.connect(("127.0.0.1", self.port))
        page = f"GET {self.large_page} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        begun = {"head": HEAD[:40], "form": FORM, "upload": UPLOAD, "chunks": IN_CHUNKS, "reader": page * 60}
        client.sendall(begun[kind])
        return client, b"" if kind == "reader" else HEAD[40:]

    def _drip(self) -> None:
        for turn in range(3000):
            if self.over.wait(1):
                return
            for client, words in self.clients:
                with contextlib.suppress(OSError):
                    if words:
                        client.send(words[turn : turn + 1], socket.MSG_DONTWAIT)
                    else:
                        client.recv(1, socket.MSG_DONTWAIT)

    def still_there(self) -> int:
        """How many the server has not let go."""
        return sum(_is_open(client) for client, _ in self.clients)

    def leave(self) -> None:
        self.over.set()
        self.thread.join()
        for client, _ in self.clients:
            client.close()


@contextmanager
def crowd(port: int, count: int, **wanted) -> Iterator[Crowd]:
    here = Crowd(port, count, **wanted)
    try:
        yield here
    finally:
        here.leave()


def _is_open(client: socket.socket) -> bool:
    with selectors.DefaultSelector() as look:
        look.register(client, selectors.EVENT_READ)
        if not look.select(0):
            return True
    try:
        return client.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def good_clients(port: int, paths: list[str], *, times: int, seconds: float) -> list[float | str]:
    """What everybody else gets meanwhile: how long each answer took, or why there was none."""
    found: list[float | str] = []
    for path in paths * times:
        started = time.monotonic()
        here = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
        try:
            here.request("GET", path, headers={"Host": "localhost"})
            answer = here.getresponse()
            answer.read()
            found.append(time.monotonic() - started if answer.status == 200 else f"{path}: {answer.status}")
        except OSError as trouble:
            found.append(f"{path}: {trouble}")
        finally:
            here.close()
    return found
