"""Calls to other machines, made to real servers on this one."""

import ssl
import time

import pytest

from genba.trail import connections, outgoing
from genba.trail.outgoing import Limits, OutgoingFailed, OutgoingRefused, check_reachable, send
from genba.trail.tests.machines import Machine, PhoneBook, certificate_for, running, says

pytestmark = pytest.mark.once


@pytest.fixture
def here_is_listed(settings):
    settings.GENBA_OUTGOING_ALLOW = ["127.0.0.1"]


def goes_to(url, status=302):
    return says(b"", status, Location=url)


def test_a_listed_machine_is_called_and_answers(here_is_listed):
    with running(Machine(says(b"taken", 201, X_Kept="yes"))) as machine:
        answer = outgoing.post_json(machine.url("/hook?a=1"), b'{"a": 1}', headers={"X-Sent": "yes"})
    assert (answer.status, answer.ok, answer.body, answer.headers["x-kept"]) == (201, True, b"taken", "yes")
    [(method, path, headers, body)] = machine.asked
    assert (method, path, body) == ("POST", "/hook?a=1", b'{"a": 1}')
    assert (headers["content-type"], headers["x-sent"]) == ("application/json", "yes")
    assert headers["user-agent"] == "Genba"


@pytest.mark.parametrize(
    "name", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_not_called_under_any_name(name):
    with running(Machine(says())) as machine, pytest.raises(OutgoingRefused, match="inside your own network"):
        send("GET", machine.url(name=name))
    assert machine.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://example.org/",
        "ftp://example.org/",
        "//example.org/",
        "example.org",
        "http://",
        "http://name:password@example.org/",
        "http://example.org:0/",
        "http://exa\nmple.org/",
        "http://example.org:99999/",
        "http://[::1/",
    ],
)
def test_what_is_no_plain_address_of_the_web_is_refused(url):
    with pytest.raises(OutgoingRefused):
        send("GET", url)


def test_one_closed_address_among_open_ones_closes_the_name(monkeypatch):
    PhoneBook(monkeypatch, two_test=["93.184.216.34 10.0.0.1"])
    with pytest.raises(OutgoingRefused):
        check_reachable("https://two.test/")


def test_a_name_that_nobody_knows_is_a_sentence(monkeypatch):
    PhoneBook(monkeypatch, none_test=[""])
    monkeypatch.setattr(connections, "addresses_of", lambda *_: (_ for _ in ()).throw(OSError))
    with pytest.raises(OutgoingFailed, match="Nobody knows the name"):
        send("GET", "https://none.test/")


def test_a_name_is_looked_up_once_so_rebinding_leads_nowhere(monkeypatch, here_is_listed):
    book = PhoneBook(monkeypatch, evil_test=["127.0.0.1", "127.0.0.2"])
    with (
        running(Machine(says())) as machine,
        running(Machine(says(b"secret"), host="127.0.0.2", port=machine.port)) as trap,
    ):
        assert send("GET", machine.url(name="evil.test")).body == b"hello"
    assert book.looks == ["evil.test"]
    assert trap.asked == []
    assert machine.asked[0][2]["host"] == f"evil.test:{machine.port}"


def test_a_redirect_to_the_same_name_is_judged_again(monkeypatch, here_is_listed):
    PhoneBook(monkeypatch, evil_test=["127.0.0.1", "127.0.0.2"])
    with (
        running(Machine(goes_to("/inside"))) as machine,
        running(Machine(says(b"secret"), host="127.0.0.2", port=machine.port)) as trap,
        pytest.raises(OutgoingRefused),
    ):
        send("GET", machine.url(name="evil.test"))
    assert trap.asked == []


@pytest.mark.parametrize(
    "onward",
    ["http://127.0.0.2:1/", "http://169.254.169.254/latest/", "file:///etc/passwd", "http://[::1]/", "//0/"],
)
def test_a_redirect_into_the_house_is_not_followed(here_is_listed, onward):
    with running(Machine(goes_to(onward))) as machine, pytest.raises(OutgoingRefused):
        send("GET", machine.url())


def test_redirects_end(here_is_listed):
    with running(Machine(goes_to("/again"))) as machine, pytest.raises(OutgoingFailed, match="on and on"):
        send("GET", machine.url())
    assert len(machine.asked) == 4


def test_what_carries_a_body_is_not_sent_on(here_is_listed):
    with running(Machine(goes_to("/again", 307))) as machine:
        assert send("POST", machine.url(), body=b"words").status == 307
    assert len(machine.asked) == 1


def test_a_key_does_not_travel_to_another_machine(here_is_listed):
    with running(Machine(says())) as other, running(Machine(goes_to(other.url("/there")))) as first:
        assert send("GET", first.url(), headers={"Authorization": "Bearer x", "Cookie": "y"}).ok
    assert first.asked[0][2]["authorization"] == "Bearer x"
    assert not {"authorization", "cookie"} & set(other.asked[0][2])


def test_an_answer_that_never_ends_is_cut(here_is_listed):
    with running(Machine(says(b"x" * 300_000))) as machine, pytest.raises(OutgoingFailed, match="more than"):
        send("GET", machine.url(), limits=Limits(bytes=100_000))


@pytest.mark.parametrize("part", ["head", "body"])
def test_an_answer_that_drips_ends_with_the_deadline(here_is_listed, part):
    def drip(handler):
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\n" + (b"" if part == "head" else b"Content-Length: 99\r\n\r\n")
        )
        for _ in range(60):
            handler.wfile.write(b"a")
            handler.wfile.flush()
            time.sleep(0.1)

    with running(Machine(drip)) as machine, pytest.raises(OutgoingFailed, match="too long"):
        send("GET", machine.url(), limits=Limits(seconds=0.5))


def test_an_answer_that_is_no_web_page_is_a_sentence(here_is_listed):
    mail = Machine(lambda handler: handler.wfile.write(b"220 mail ready\r\n"))
    with running(mail), pytest.raises(OutgoingFailed, match="not answer as a web server"):
        send("GET", mail.url())


def test_packed_answers_are_not_asked_for_nor_unpacked(here_is_listed):
    with running(Machine(says(b"\x1f\x8bnot really", Content_Encoding="gzip"))) as machine:
        assert send("GET", machine.url()).body == b"\x1f\x8bnot really"
    assert machine.asked[0][2]["accept-encoding"] == "identity"


def test_proxies_of_the_environment_are_not_used(here_is_listed, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with running(Machine(says())) as machine:
        assert send("GET", machine.url()).ok


def test_the_proxy_of_the_settings_is_used_and_addresses_are_judged_before_it(settings):
    with running(Machine(says(b"by proxy"))) as proxy:
        settings.GENBA_OUTGOING_PROXY = proxy.url("")
        assert send("GET", "http://only-the-proxy-knows.invalid/page").body == b"by proxy"
        with pytest.raises(OutgoingRefused):
            send("GET", "http://169.254.169.254/latest/")
    assert [path for _, path, *_ in proxy.asked] == ["http://only-the-proxy-knows.invalid/page"]


@pytest.mark.parametrize(("name", "opens"), [("good.test", True), ("other.test", False)])
def test_the_certificate_is_checked_against_the_name(monkeypatch, here_is_listed, tmp_path, name, opens):
    PhoneBook(monkeypatch, good_test=["127.0.0.1"], other_test=["127.0.0.1"])
    own = certificate_for("good.test", tmp_path)
    monkeypatch.setattr(connections, "_trusted", lambda: ssl.create_default_context(cafile=str(own)))
    with running(Machine(says(b"sealed"), cert=own)) as machine:
        if opens:
            assert send("GET", machine.url(name=name, scheme="https")).body == b"sealed"
        else:
            with pytest.raises(OutgoingFailed):
                send("GET", machine.url(name=name, scheme="https"))


def test_a_certificate_that_nobody_vouches_for_is_refused(here_is_listed, tmp_path):
    own = certificate_for("127.0.0.1", tmp_path)
    with running(Machine(says(b"sealed"), cert=own)) as machine, pytest.raises(OutgoingFailed):
        send("GET", machine.url(scheme="https"))
