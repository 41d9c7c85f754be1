"""A real Genba among slow and hostile clients, with the proxy of deploy/Caddyfile in front and without."""

import contextlib
import http.client
import select
import socket
import time

import pytest

from genba.config.tests.attackers import KINDS, crowd, good_clients
from genba.config.tests.instances import Instance
from genba.config.tests.proxies import caddy
from genba.config.tests.test_up import Running, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.once]
PAGES = ["/health/", "/welcome/"]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    surroundings = {"GENBA_IMPORT_MB": "20", "GENBA_ADDRESS": "https://localhost"}
    here = Running(Instance(tmp_path_factory.mktemp("slow"), surroundings).begin_with_tables(), "--empty")
    here.wait_for("Ctrl-C stops Genba")
    yield here
    here.end()


@pytest.fixture(scope="module")
def proxy(running):
    """Caddy with the shipped recipe; its port and what it says."""
    with caddy(running.instance.data, running.port) as port:
        yield port, running.instance.data / "caddy.log"


def script_of(running):
    """The largest script, as browsers ask for it."""
    static = running.instance.data / "static"
    largest = max(static.rglob("*.js"), key=lambda path: path.stat().st_size)
    return f"/static/{largest.relative_to(static)}"


GET = b"GET /health/ HTTP/1.1\r\nHost: localhost\r\n\r\n"


def ask(port, words, *, then=b"", pause=0.0):
    """Send bytes as they are and read the first answer: its status and its head."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(words)
        if then:
            time.sleep(pause)
            client.sendall(then)
        answer = http.client.HTTPResponse(client)
        answer.begin()
        answer.read()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}


@pytest.mark.parametrize("kind", [*KINDS, "all of them"])
def test_forty_slow_clients_keep_nobody_from_an_answer(running, kind):
    kinds = KINDS if kind == "all of them" else [kind]
    with crowd(running.port, 40, large_page=script_of(running), kinds=kinds) as slow:
        time.sleep(1.5)
        assert slow.still_there() >= 35
        found = good_clients(running.port, [*PAGES, script_of(running)], times=3, seconds=20)
    assert [one for one in found if isinstance(one, str)] == []


def test_four_hundred_slow_clients_keep_nobody_from_an_answer_behind_the_proxy(running, proxy):
    port, _log = proxy
    with crowd(port, 400, large_page=script_of(running)) as slow:
        time.sleep(2)
        assert slow.still_there() >= 300
        found = good_clients(port, [*PAGES, script_of(running)], times=5, seconds=20)
    assert [one for one in found if isinstance(one, str)] == []


def test_four_hundred_slow_clients_are_borne_even_without_the_proxy(running):
    with crowd(running.port, 400, large_page=script_of(running)) as slow:
        time.sleep(2)
        assert slow.still_there() >= 300
        found = good_clients(running.port, PAGES, times=5, seconds=20)
    assert [one for one in found if isinstance(one, str)] == []


def test_half_a_head_is_let_go_in_the_end(running):
    with crowd(running.port, 5, large_page="/", kinds=["head"]) as slow:
        wait_until(lambda: slow.still_there() == 0, 60)


def test_the_proxy_hides_its_name_and_ours_and_says_nothing_of_who_came(running, proxy):
    port, log = proxy
    status, head = ask(
        port,
        b"GET /report/?from=10.9.8.7 HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 10.9.8.7\r\n\r\n",
    )
    assert status == 302
    assert head["location"] == "/welcome/"
    assert "server" not in head
    ask(port, b"GET /%zz HTTP/1.1\r\nHost: localhost\r\nUser-Agent: tell-tale\r\n\r\n")
    said = log.read_text() + running.said
    assert "10.9.8.7" not in said
    assert "/report/" not in said
    assert "tell-tale" not in said


def test_tls_at_the_proxy_brings_strict_transport_security_and_secure_cookies(running):
    page = GET.replace(b"/health/", b"/welcome/")
    _, plain = ask(running.port, page)
    _, sealed = ask(running.port, page.replace(b"Host:", b"X-Forwarded-Proto: https\r\nHost:"))
    assert "strict-transport-security" not in plain
    assert sealed["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert "Secure" in sealed["set-cookie"]


def test_static_files_carry_safe_headers_and_are_for_no_other_site(running):
    status, head = ask(running.port, GET.replace(b"/health/", script_of(running).encode()))
    assert status == 200
    assert head["x-content-type-options"] == "nosniff"
    assert head["cross-origin-resource-policy"] == "same-origin"
    assert "default-src 'self'" in head["content-security-policy"]
    assert "access-control-allow-origin" not in head


def test_a_body_beyond_the_limit_is_refused_through_the_proxy(proxy):
    port, _log = proxy
    head = b"POST /report/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 300000000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(head)
        with contextlib.suppress(OSError):  # it hangs up on who goes on sending; its answer came before
            while not select.select([client], [], [], 0)[0]:
                client.send(b"x" * 65536)
        assert client.recv(100).startswith(b"HTTP/1.1 413 ")


SMUGGLED = {
    "two lengths": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
    b"Content-Length: 5\r\n\r\nabcde",
    "length and chunks": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a coding nobody knows": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n"
    b"0\r\n\r\n",
    "chunked not last": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, identity\r\n\r\n"
    b"0\r\n\r\n",
    "a folded head": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n folded\r\n\r\n",
    "a space before the colon": b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length : 3\r\n\r\n",
    "a chunk that is no number": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"-5\r\nhello\r\n0\r\n\r\n",
    "no request at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "a negative length": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -3\r\n\r\nabc",
}


@pytest.mark.parametrize("words", SMUGGLED.values(), ids=SMUGGLED.keys())
def test_a_request_of_two_meanings_is_refused_and_nothing_behind_it_is_read(running, words):
    with socket.create_connection(("127.0.0.1", running.port), timeout=30) as client:
        client.sendall(words + GET)
        came = b""
        while more := client.recv(65536):
            came += more
    assert b" 200 OK" not in came
    assert b" 400 " in came or b" 501 " in came


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 9000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-A: b\r\n" * 70 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 100_000, 431),
        (b"POST /report/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40000000\r\n\r\n", 413),
        (b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400),
    ],
)
def test_what_is_too_large_or_for_somebody_else_is_answered_in_one_line(running, words, status):
    assert ask(running.port, words)[0] == status


def test_several_requests_in_one_piece_are_all_answered(running):
    with socket.create_connection(("127.0.0.1", running.port), timeout=30) as client:
        client.sendall(GET * 5 + GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        came = b""
        while more := client.recv(65536):
            came += more
    assert came.count(b"HTTP/1.1 200 OK") == 6


def test_a_large_upload_arrives_whole_and_the_connection_goes_on(running):
    body = b"words=" + b"x" * 5_000_000
    here = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
    for _ in range(2):
        here.request("POST", "/health/", body, {"Host": "localhost", "Content-Type": "text/plain"})
        answer = here.getresponse()
        assert answer.status in {302, 403, 405}
        answer.read()
    here.close()


def test_a_client_that_asks_before_it_sends_is_told_to_go_on(running):
    head = b"POST /health/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
    with socket.create_connection(("127.0.0.1", running.port), timeout=30) as client:
        client.sendall(head)
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"hello")
        assert client.recv(20).startswith(b"HTTP/1.1 4")


def test_no_line_of_the_server_tells_who_sent_nonsense(running):
    ask(running.port, b"GET /secret-place HTTP/9.9\r\nHost: localhost\r\n\r\n")
    assert "secret-place" not in running.said
    assert "Invalid request" not in running.said
    assert "ip=" not in running.said
