"""How requests come in and answers go out, in pieces of any size. Whole servers: test_slow_clients."""

import os
import socket
import time
from importlib import import_module

import pytest
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser
from hypothesis import given
from hypothesis import strategies as st

from genba.config.serving import spool as spool_module
from genba.config.serving.arrival import LONGEST_HEAD, Arrival, State
from genba.config.serving.letterbox import Letterbox
from genba.config.serving.spool import Spool
from genba.config.serving.worker import Visit

pytestmark = pytest.mark.once
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
FORM = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nhello world"
CHUNKED = (
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    b'5\r\nhel\r\n\r\n6;a="b"\r\n worl0\r\n0\r\n\r\n'
)
TRAILERS = CHUNKED[:-2] + b"X-Sum: 1\r\nX-More: 2\r\n\r\n"
cuts = st.lists(st.integers(1, 40), min_size=1, max_size=60)


def in_pieces(words: bytes, sizes: list[int]) -> list[bytes]:
    pieces = []
    for size in sizes * len(words):
        if not words:
            break
        pieces.append(words[:size])
        words = words[size:]
    return pieces


@given(st.sampled_from([GET, FORM, CHUNKED, TRAILERS]), cuts)
def test_a_request_is_whole_with_its_last_byte_and_not_before(request_, sizes):
    arrival = Arrival(longest=1000)
    states = []
    for piece in in_pieces(request_, sizes):
        arrival.take(piece)
        states.append(arrival.state)
    assert states[-1] is State.WHOLE
    assert State.WHOLE not in states[:-1]
    assert arrival.spool.read(10_000) == request_


@given(st.sampled_from([GET, FORM, CHUNKED, TRAILERS]), cuts)
def test_what_comes_behind_a_request_is_kept_for_the_next(request_, sizes):
    box = Letterbox(longest=1000)
    for piece in in_pieces(request_ + FORM[:-3], sizes):
        box.arrival.take(piece)
    taken = box.recv(len(request_))
    assert taken == request_
    box.next_request(b"")
    assert box.arrival.state in {State.BODY, State.HEAD}
    box.arrival.take(FORM[-3:])
    assert box.arrival.state is State.WHOLE


@pytest.mark.parametrize(
    ("words", "state"),
    [
        (b"GET / HTTP/1.1\r\nX: " + b"x" * LONGEST_HEAD, State.TOO_LONG_A_HEAD),
        (b"POST / HTTP/1.1\r\nContent-Length: 1001\r\n\r\n", State.TOO_LONG_A_BODY),
        (
            b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n" + b"x" * 2000,
            State.TOO_LONG_A_BODY,
        ),
    ],
)
def test_what_is_too_long_is_refused_before_it_is_there(words, state):
    arrival = Arrival(longest=1000)
    arrival.take(words)
    assert arrival.state is state
    assert state.is_refusal


@given(st.lists(st.binary(min_size=1, max_size=700), min_size=1, max_size=30), st.integers(1, 900))
def test_a_spool_gives_back_what_it_took(pieces, size):
    spool = Spool(in_memory=1000)
    for piece in pieces:
        spool.write(piece)
    found = b""
    while more := spool.read(size):
        found += more
    assert found == b"".join(pieces)
    assert spool.waiting == 0
    spool.close()


def test_what_waits_on_disk_cannot_be_read_there(tmp_path, monkeypatch):
    kept = (tmp_path / "spool").open("w+b")
    monkeypatch.setattr(spool_module.tempfile, "TemporaryFile", lambda: kept)
    spool = Spool(in_memory=10)
    spool.write(b"secret words ")
    spool.write(b"of a reporter " * 50)
    kept.flush()
    on_disk = (tmp_path / "spool").read_bytes()
    assert len(on_disk) == 13 + 14 * 50
    assert b"secret" not in on_disk
    assert b"reporter" not in on_disk
    assert spool.read(6) == b"secret"


def test_an_answer_goes_out_as_far_as_there_is_room(tmp_path):
    (tmp_path / "file").write_bytes(os.urandom(700_000))
    box, (here, there) = Letterbox(longest=10), socket.socketpair()
    here.setblocking(False)
    box.sendall(b"head ")
    with (tmp_path / "file").open("rb") as file:
        box.sendfile(file, offset=100, count=600_000)
    box.sendall(b" tail")
    assert not box.push(here)
    found = b""
    while len(found) < 600_010:
        found += there.recv(65536)
        box.push(here)
    assert found == b"head " + (tmp_path / "file").read_bytes()[100:600_100] + b" tail"
    assert box.push(here)
    here.close()
    there.close()


@pytest.mark.parametrize(
    ("peer", "said", "scheme"),
    [
        ("127.0.0.1", "https", "https"),
        ("127.0.0.1", "http", "http"),
        ("10.0.0.7", "https", "http"),
        ("192.0.2.1", "https", "http"),
    ],
)
def test_only_the_proxy_is_believed_that_a_request_came_over_tls(monkeypatch, peer, said, scheme):
    monkeypatch.setenv("GENBA_WEB_SOCKET", "0")
    monkeypatch.setenv("GENBA_DATA", "/tmp")
    config = Config()
    for name, value in vars(import_module("genba.config.web")).items():
        if name in config.settings:
            config.set(name, value)
    words = f"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: {said}\r\n\r\n".encode()
    assert next(RequestParser(config, iter([words]), (peer, 1))).scheme == scheme


class FakeWorker:
    class cfg:  # noqa: N801  (as gunicorn calls it)
        keepalive = 5

    longest_body = 1000


@pytest.mark.parametrize(
    ("came", "sends", "stays", "waited", "late"),
    [
        (b"", False, False, 14, False),
        (b"", False, False, 16, True),
        (b"", False, True, 6, True),
        (GET[:-5], False, True, 14, False),
        (GET[:-5], False, False, 16, True),
        (FORM[:-5], False, False, 29, False),
        (FORM[:-5], False, False, 32, True),
        (GET, True, True, 29, False),
        (GET, True, True, 31, True),
    ],
)
def test_who_is_too_slow_is_late(came, sends, stays, waited, late):
    wire, other = socket.socketpair()
    visit = Visit(FakeWorker(), wire, None, None)
    if came:
        visit.sock.arrival.take(came)
    if sends:
        visit.sock.sendall(b"answer")
    visit.stays, visit.since = stays, time.monotonic() - waited
    assert visit.is_late is late
    wire.close()
    other.close()
