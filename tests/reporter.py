"""Somebody who reports without a name and leaves unmistakable values in everything that a device may send."""

import contextlib
import http.client
import io
import json
import re
import socket
import urllib.parse
from dataclasses import dataclass, field

from PIL import Image
from PIL.ExifTags import IFD, Base

from genba.listen.tests.solving import solve
from tests.tracing import Marks

OWN_ADDRESS = "127.66.77.88"
NO_COOKIE = ("/report/", "/receipt/", "/wall/", "/helps/", "/static/")
OPEN_ROUTES = {("POST", "/api/v1/reports"), ("GET", "/api/v1/reports/challenge")}
RECEIPT = re.compile(r"<span>([0-9A-Z]{1,4})</span>")
BOUNDARY = "----------------------------traceboundary"


@dataclass
class Reporter:
    """One device, from an address of its own, in front of one door."""

    port: int
    marks: Marks
    statuses: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.marks.learn("own address", OWN_ADDRESS)
        self.marks.learn("forwarded address", "203.0.113.249")

    def head(self) -> dict[str, str]:
        """What a device says about itself with every request."""
        mark = self.marks
        return {
            "Host": "localhost",
            "User-Agent": f"Pocketphone/9 {mark['user agent']}",
            "Referer": f"http://localhost/report/?from={mark['referrer']}",
            "Cookie": f"sessionid={mark['session']}; csrftoken={mark['csrf token']}; track={mark['cookie']}",
            "X-Forwarded-For": "203.0.113.249",
            "X-Real-IP": "203.0.113.249",
            "Forwarded": f"for=203.0.113.249;by={mark['forwarded']}",
            "Via": f"1.1 {mark['via']}",
            "X-Request-ID": mark["request id"],
            "From": f"{mark['from']}@example.org",
            "Accept-Language": f"de, x-{mark['language'][:8]}",
            "Idempotency-Key": mark["idempotency key"],
        }

    def ask(self, method: str, path: str, body: bytes = b"", **more: str) -> tuple[int, str]:
        """One request with everything on it; the status and the page."""
        here = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90, source_address=(OWN_ADDRESS, 0))
        heads = {**self.head(), **{name.replace("_", "-"): value for name, value in more.items()}}
        try:
            here.request(
                method, f"{path}{'&' if '?' in path else '?'}q={self.marks['query']}", body or None, heads
            )
            answer = here.getresponse()
            page = answer.read().decode("utf-8", "replace")
        finally:
            here.close()
        cookies = answer.headers.get_all("Set-Cookie") or []
        if path.startswith(NO_COOKIE) or (method, path) in OPEN_ROUTES:
            assert cookies == [], (method, path)
        self.statuses.append(answer.status)
        return answer.status, page

    def raw(self, words: bytes) -> int:
        """Bytes as they are; the status of the answer, 0 when there is none."""
        with (
            socket.create_connection(
                ("127.0.0.1", self.port), timeout=30, source_address=(OWN_ADDRESS, 0)
            ) as wire,
            contextlib.suppress(OSError),
        ):
            wire.sendall(words)
            wire.shutdown(socket.SHUT_WR)
            came = wire.recv(4096)
            return int(came.split()[1]) if came.startswith(b"HTTP/") else 0
        return 0

    def send(self, path: str, **fields: str) -> tuple[int, str]:
        """A form as browsers send it."""
        body = urllib.parse.urlencode(fields).encode()
        return self.ask("POST", path, body, Content_Type="application/x-www-form-urlencoded")

    def send_with_photo(self, path: str, photo: bytes, **fields: str) -> tuple[int, str]:
        """A form with a file."""
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        named = f'name="photo"; filename="{self.marks["file name"]}.jpg"'
        parts.append(
            f"--{BOUNDARY}\r\nContent-Disposition: form-data; {named}\r\n"
            "Content-Type: image/jpeg\r\n\r\n".encode()
        )
        body = b"".join(parts) + photo + f"\r\n--{BOUNDARY}--\r\n".encode()
        return self.ask("POST", path, body, Content_Type=f"multipart/form-data; boundary={BOUNDARY}")

    def say(self, what: str, **more: str) -> dict[str, str]:
        """The fields of a report, each with its mark."""
        return {
            "text": f"The guard is loose. {self.marks[f'words of {what}']}",
            "name": self.marks["name"],
            "idempotency_key": self.marks[f"key of {what}"],
            **more,
        }

    def receipt_on(self, page: str, what: str) -> str:
        """The receipt, which from now on is looked for as well."""
        found = "".join(RECEIPT.findall(page))
        assert len(found) == 17, page[:3000]
        self.marks.learn(f"receipt of {what}", found)
        self.marks.learn(f"receipt of {what} in groups", "-".join(re.findall(".{1,4}", found)))
        return found

    def photo(self, *, large: bool = False) -> bytes:
        """A photo that says who took it, where, and with what."""
        exif = Image.Exif()
        exif[Base.Artist], exif[Base.Make] = self.marks["artist"], self.marks["camera"]
        exif.get_ifd(IFD.GPSInfo).update({1: self.marks["place"][:1], 29: self.marks["day of the photo"]})
        exif.get_ifd(IFD.Exif)[Base.UserComment] = self.marks["comment in the photo"].encode()
        out = io.BytesIO()
        side = 1500 if large else 90
        picture = Image.effect_noise((side, side), 90).convert("RGB")
        picture.save(out, "JPEG", exif=exif, comment=self.marks["remark"].encode(), quality=98)
        return out.getvalue()

    def challenge(self) -> str:
        """A solved challenge."""
        _status, page = self.ask("GET", "/api/v1/reports/challenge")
        return solve(json.loads(page))

    def by_api(self, body: dict[str, object] | bytes, **more: str) -> tuple[int, str]:
        """A report as programs send it."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask("POST", "/api/v1/reports", content, Content_Type="application/json", **more)


def walk(reporter: Reporter) -> None:
    """Go along every path on which somebody without a name may come, good and bad."""
    _read(reporter)
    _report(reporter)
    _come_back(reporter)
    _use_the_api(reporter)
    _go_wrong(reporter)
    _send_nonsense(reporter)


def _read(one: Reporter) -> None:
    marks = one.marks
    for method in ("GET", "HEAD", "OPTIONS", "POST"):
        for path in ("/report/", "/receipt/", "/receipt/words/", "/wall/", "/report/protection/"):
            one.ask(method, path)
    _status, page = one.ask("GET", f"/report/?place={marks['place code']}&lang={marks['wanted language']}")
    for address in set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page)):
        assert one.ask("GET", address)[0] == 200
    for path in ("/static/nothing.js", "/report/service-worker.js", "/report/manifest.webmanifest"):
        one.ask("GET", path)


def _report(one: Reporter) -> None:
    _status, page = one.send("/report/", **one.say("first"), altcha=one.challenge())
    one.receipt_on(page, "first")
    assert one.send("/report/", **one.say("first"), altcha=one.challenge())[0] == 200  # an offline replay
    used = one.challenge()
    assert one.send("/report/", **one.say("second"), altcha=used)[0] == 200
    assert one.send("/report/", **one.say("third"), altcha=used)[0] == 422
    assert one.send("/report/", **one.say("fourth"), altcha=one.marks["altcha"])[0] == 422
    for large in (False, True):
        what = f"photo {large}"
        said = one.say(what, altcha=one.challenge())
        assert one.send_with_photo("/report/", one.photo(large=large), **said)[0] == 200
    for bad in (
        b"%PDF-1.7 " + one.marks["document"].encode() + b"\n%%EOF",
        one.photo(large=True)[:9000],
        b"",
    ):
        # solved, because the second walk follows upon a flood that has shut the valve
        said = one.say("bad photo", altcha=one.challenge())
        assert one.send_with_photo("/report/", bad, **said)[0] == 422
    assert one.send("/report/", **one.say("too long", text="", kind=one.marks["kind"]))[0] == 422
    assert one.send("/report/", **{**one.say("nul"), "text": f"\0{one.marks['words with nul']}"})[0] == 422


def _come_back(one: Reporter) -> None:
    receipt = one.marks.values["receipt of first"]
    assert one.send("/receipt/", receipt=receipt)[0] == 200
    assert one.send("/receipt/words/", receipt=receipt, text=one.marks["words written again"])[0] == 200
    assert one.send("/receipt/words/", receipt=receipt, text="")[0] == 422
    assert one.send("/receipt/", receipt=one.marks["mistyped receipt"])[0] == 422
    assert one.send("/receipt/words/", receipt="", text=one.marks["words that were lost"])[0] == 422


def _use_the_api(one: Reporter) -> None:
    said = {"text": one.marks["words by api"], "name": one.marks["name by api"]}
    status, page = one.by_api({**said, "altcha": one.challenge()})
    assert status == 201
    one.marks.learn("receipt by api", json.loads(page)["receipt"])
    assert one.by_api(said)[0] == 422
    assert one.by_api({**said, "place": one.marks["place by api"], "altcha": one.challenge()})[0] == 422
    assert one.by_api(b'{"text": "' + one.marks["half"].encode())[0] in {400, 422}
    assert one.by_api(said, Authorization=f"Bearer genba_{one.marks['token']}")[0] == 401
    one.ask("PUT", "/api/v1/reports", one.marks["words by put"].encode())
    one.ask("GET", f"/api/v1/reports/{one.marks['no number']}")


def _go_wrong(one: Reporter) -> None:
    marks = one.marks
    for path in (f"/report/{marks['no page']}", f"/receipt/{marks['no page']}/", f"/{marks['no page']}"):
        assert one.ask("GET", path)[0] == 404
        one.send(path, text=marks["words sent astray"])
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"):
        one.ask(method, "/report/", marks["words by method"].encode())
    one.send("/report/", text=marks["words too many"] * 200_000)
    one.ask(
        "POST",
        "/report/",
        b"--x\r\nContent-Dispo" + marks["half a form"].encode(),
        Content_Type="multipart/form-data; boundary=x",
    )
    one.ask("POST", "/report/", marks["strange body"].encode(), Content_Type="application/xml")
    one.ask(
        "POST",
        "/report/",
        f"text={marks['from elsewhere']}".encode(),
        Sec_Fetch_Site="cross-site",
        Content_Type="application/x-www-form-urlencoded",
        Origin=f"https://{marks['origin']}.example",
    )
    one.ask("GET", "/report/", Host=f"{marks['host'].lower()}.example")


def _send_nonsense(one: Reporter) -> None:
    mark = one.marks["nonsense"].encode()
    for words in (
        b"GET /report/?" + mark + b" HTTP/1.0\r\nUser-Agent: " + mark + b"\r\n\r\n",
        b"GET /report/" + mark + b" HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"GET /report/?" + mark * 900 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /report/%zz" + mark + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST /report/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\ntext=" + mark,
        b"POST /report/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + mark,
        b"POST /report/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n" + mark,
        b"GET /report/ HTTP/1.1\r\nHost: localhost\r\nCookie: \xff\xfe" + mark + b"\r\n\r\n",
        mark + b"\r\n\r\n",
    ):
        one.raw(words)


def say_whether_it_helps(one: Reporter, paper: str) -> None:
    """Tap below a procedure, with its paper: good and bad. What counts is kept; what does not, nowhere."""
    marks = one.marks
    assert [one.ask(way, "/helps/")[0] for way in ("GET", "HEAD", "PUT", "DELETE")] == [405] * 4
    one.ask("OPTIONS", "/helps/")
    taps = [{"helps": "yes"}, {"helps": "no", "sentence": "The second step is not clear."}, {"helps": "yes"}]
    for tap in taps:
        assert one.send("/helps/", ballot=paper, idempotency_key=marks["key of a tap"], **tap)[0] == 200
    assert one.send_with_photo("/helps/", one.photo(), ballot=paper, helps="yes")[0] == 200
    for bad in (
        {"ballot": marks["forged paper"], "helps": "yes", "sentence": marks["words without a paper"]},
        {"ballot": f"{paper}{marks['paper and more']}", "helps": "no"},
        {"ballot": paper, "helps": marks["another choice"], "sentence": marks["words without a choice"]},
        {"ballot": paper, "helps": "no", "sentence": marks["words too long to count"] * 30},
        {"ballot": paper, "helps": "no", "sentence": f"\0{marks['words of a tap with nul']}"},
        {"ballot": "", "sentence": marks["words of a tap too many"] * 200_000},
    ):
        assert one.send("/helps/", **bad)[0] == 422
    cast = f"ballot={paper}&helps=yes&sentence={marks['tap from elsewhere']}".encode()
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    assert one.ask("POST", "/helps/", cast, Sec_Fetch_Site="cross-site", **form)[0] == 422
    assert one.ask("POST", "/helps/", cast, Origin=f"https://{marks['site']}.example", **form)[0] == 422
    for kind in ("application/json", "multipart/form-data; boundary=x"):
        assert one.ask("POST", "/helps/", cast, Content_Type=kind)[0] == 422
    assert (
        one.send(f"/helps/{marks['no tap']}/", ballot=paper, sentence=marks["words of a stray tap"])[0] == 404
    )
    one.raw(b"POST /helps/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n" + cast)


def close_the_valve_of_taps(one: Reporter, paper: str) -> None:
    """Tap until no more are taken."""
    for _number in range(400):
        given = {"ballot": paper, "helps": "yes"}
        if one.send("/helps/", **given)[0] == 429:
            given["sentence"] = one.marks["words of a tap in a flood"]
            assert one.send("/helps/", **given)[0] == 429
            return
    raise AssertionError("the valve of taps never shut")


def close_the_valve(one: Reporter) -> None:
    """Send without the small sum until the valve shuts."""
    for number in range(40):
        if one.send("/report/", **one.say(f"flood {number}"))[0] == 429:
            return
    raise AssertionError("the valve never shut")


def meet_a_fault(one: Reporter) -> None:
    """Report while something of ours is broken."""
    solved = one.challenge()
    assert one.send("/report/", **one.say("fault"), altcha=solved)[0] == 500
    assert one.send_with_photo("/report/", one.photo(), **one.say("fault"), altcha=one.challenge())[0] == 500
    assert one.send("/receipt/", receipt=one.marks.values["receipt of first"])[0] == 500
    assert one.by_api({"text": one.marks["words by api at a fault"], "altcha": one.challenge()})[0] == 500
