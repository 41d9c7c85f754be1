"""The one way in which Genba calls other machines: only where it may, never for long, never much.

A name is looked up once, every address that comes back is judged, and the connection goes to a judged
address, so that a name that changes between two looks leads nowhere. The certificate is still checked against
the name. Each redirect is judged anew. Proxies of the environment are not used.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import httpcore
import httpx
from django.utils.translation import gettext_lazy as _

from genba.trail.connections import (
    STANDARD_PORTS,
    Careful,
    OutgoingFailed,
    OutgoingRefused,
    OutgoingTimedOut,
    OutgoingTooMuch,
    OutgoingTrouble,
    judged_addresses,
)

__all__ = [
    "Answer",
    "Limits",
    "OutgoingFailed",
    "OutgoingRefused",
    "OutgoingTimedOut",
    "OutgoingTooMuch",
    "OutgoingTrouble",
    "check_reachable",
    "checked",
]
__all__ += ["post_json", "send"]

TWENTY_SECONDS = 20.0
ONE_MEGABYTE = 1024 * 1024
HARMLESS_ELSEWHERE = {"accept", "accept-language", "user-agent"}


@dataclass(frozen=True)
class Limits:
    """How much one call may cost: seconds for all of it, bytes of the answer, redirects of a GET."""

    seconds: float = TWENTY_SECONDS
    bytes: int = ONE_MEGABYTE
    redirects: int = 3


@dataclass(frozen=True)
class Answer:
    """What came back. `headers` are in lower case; `body` is as it was sent."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    url: str = ""

    @property
    def ok(self) -> bool:
        """Whether the other side took it."""
        return 200 <= self.status < 300


def send(
    method: str,
    url: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Answer:
    """Make one call. A GET follows redirects; what carries a body does not, its answer is the redirect.

    Raises OutgoingRefused where Genba may not call, and OutgoingFailed where the other side does not answer,
    answers too slowly or too much.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.seconds
    target, sent = checked(url), {"user-agent": "Genba", **_lowered(headers or {})}
    for _step in range(limits.redirects + 1):
        answer = _one_call(method, target, body, sent, limits=limits, deadline=deadline)
        onward = answer.headers.get("location")
        if method not in {"GET", "HEAD"} or not onward or answer.status not in {301, 302, 303, 307, 308}:
            return answer
        target, sent = _redirected(target, onward, sent)
    raise OutgoingFailed(_("The address sends us on and on."))


def post_json(url: str, body: bytes, *, headers: Mapping[str, str] | None = None) -> Answer:
    """Send JSON, as webhooks want it."""
    return send("POST", url, body=body, headers={"content-type": "application/json", **(headers or {})})


def checked(url: str) -> httpx.URL:
    """The address, read but not looked up. Raises OutgoingRefused with a sentence for its field."""
    try:
        read = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, TypeError) as trouble:
        raise OutgoingRefused(_("This is not an address of the web.")) from trouble
    if read.scheme not in STANDARD_PORTS or not read.host:
        raise OutgoingRefused(_("The address must begin with https:// or http://."))
    if read.userinfo:
        raise OutgoingRefused(_("A name and password do not belong into the address."))
    if read.port is not None and not 0 < read.port < 65536:
        raise OutgoingRefused(_("This is not an address of the web."))
    return read


def check_reachable(url: str) -> None:
    """Whether Genba would call there, for a form; nothing is sent. Raises OutgoingTrouble with a sentence."""
    read = checked(url)
    judged_addresses(read.host, read.port or STANDARD_PORTS[read.scheme])


def _lowered(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _redirected(here: httpx.URL, onward: str, headers: dict[str, str]) -> tuple[httpx.URL, dict[str, str]]:
    """Where a redirect leads; keys stay with the machine that they were given for."""
    try:
        target = checked(str(here.join(onward)))
    except (httpx.InvalidURL, ValueError) as trouble:
        raise OutgoingRefused(_("This is not an address of the web.")) from trouble
    if here.scheme == "https" and target.scheme == "http":
        raise OutgoingRefused(_("The address sends us on to one without encryption."))
    if (here.scheme, here.host, here.port) != (target.scheme, target.host, target.port):
        headers = {name: value for name, value in headers.items() if name in HARMLESS_ELSEWHERE}
    return target, headers


def _one_call(
    method: str, url: httpx.URL, body: bytes, headers: dict[str, str], *, limits: Limits, deadline: float
) -> Answer:
    try:
        with (
            httpx.Client(transport=Careful(deadline), trust_env=False, timeout=limits.seconds) as client,
            client.stream(
                method, url, content=body or None, headers={"accept-encoding": "identity", **headers}
            ) as came,
        ):
            return Answer(
                status=came.status_code,
                body=_bounded(came.iter_raw(), limits.bytes),
                headers=_lowered(came.headers),
                url=str(url),
            )
    except (httpx.TimeoutException, httpcore.TimeoutException) as trouble:
        raise OutgoingTimedOut(_("The other side took too long to answer.")) from trouble
    except (httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError, ValueError) as trouble:
        raise OutgoingFailed(_("The other side did not answer as a web server does.")) from trouble


def _bounded(parts: Iterable[bytes], most: int) -> bytes:
    found = bytearray()
    for part in parts:
        found += part
        if len(found) > most:
            raise OutgoingTooMuch(_("The other side answered with more than Genba takes."))
    return bytes(found)
