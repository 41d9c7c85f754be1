"""Connections that go to judged addresses only and end with their call's own deadline."""

import contextlib
import ssl
import time
from collections.abc import Iterator
from typing import Any

import certifi
import httpcore
import httpx
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.trail.addresses import Allowed, addresses_of

STANDARD_PORTS = {"http": 80, "https": 443}


class OutgoingTrouble(Exception):  # noqa: N818  (an answer to the operator, not a fault)
    """A call did not work. `sentence` says why, in words for whoever gave the address."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class OutgoingRefused(OutgoingTrouble):
    """Genba does not call there; trying again does not help."""


class OutgoingFailed(OutgoingTrouble):
    """The other side did not answer as it should; trying again may help."""


class OutgoingTimedOut(OutgoingFailed):
    """The other side took too long."""


class OutgoingTooMuch(OutgoingFailed):
    """The other side answered with more than was asked for."""


class Careful(httpx.BaseTransport):
    """Carries requests of httpx over connections that are judged and have an end in time."""

    def __init__(self, deadline: float) -> None:
        proxy = settings.GENBA_OUTGOING_PROXY
        self.pool: httpcore.ConnectionPool = (
            httpcore.HTTPProxy(proxy, ssl_context=_trusted(), network_backend=_ThroughProxy(deadline))
            if proxy
            else httpcore.ConnectionPool(ssl_context=_trusted(), network_backend=_Judged(deadline))
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        if settings.GENBA_OUTGOING_PROXY:
            with contextlib.suppress(OutgoingFailed):  # a name that only the proxy can look up
                judged_addresses(url.host, url.port or STANDARD_PORTS[url.scheme])
        came = self.pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(came.status, headers=came.headers, stream=_Stream(came))

    def close(self) -> None:
        self.pool.close()


class _Stream(httpx.SyncByteStream):
    """The answer's bytes, as they come."""

    def __init__(self, answer: httpcore.Response) -> None:
        self.answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self.answer.iter_stream()

    def close(self) -> None:
        self.answer.close()


class _Judged(httpcore.SyncBackend):
    """Connects to judged addresses only; TLS is still spoken with the name."""

    def __init__(self, deadline: float) -> None:
        super().__init__()
        self.deadline = deadline

    def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> httpcore.NetworkStream:
        trouble: Exception | None = None
        for address in self.addresses(host, port):
            try:
                return _Timed(super().connect_tcp(address, port, _left(self.deadline)), self.deadline)
            except httpcore.ConnectError as refused:  # a machine may answer on one of its addresses only
                trouble = refused
        raise trouble or httpcore.ConnectError(host)

    def addresses(self, host: str, port: int) -> list[str]:
        return judged_addresses(host, port)


class _ThroughProxy(_Judged):
    """Connects to the proxy that the operator named, wherever it is."""

    def addresses(self, host: str, port: int) -> list[str]:
        del port
        return [host]


class _Timed(httpcore.NetworkStream):
    """A connection on which every wait ends with the call's own deadline, however slowly bytes drip."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self.inner, self.deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        return self.inner.read(max_bytes, _left(self.deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self.inner.write(buffer, _left(self.deadline))

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        del timeout
        return _Timed(self.inner.start_tls(ssl_context, server_hostname, _left(self.deadline)), self.deadline)

    def get_extra_info(self, info: str) -> Any:
        return self.inner.get_extra_info(info)


def judged_addresses(name: str, port: int) -> list[str]:
    """The addresses of a name, once all of them were found harmless; one bad one closes the name.

    Raises OutgoingRefused or OutgoingFailed.
    """
    allowed = Allowed.parse(settings.GENBA_OUTGOING_ALLOW)
    try:
        addresses = addresses_of(name.strip("[]"), port)
    except (OSError, UnicodeError) as trouble:
        raise OutgoingFailed(_("Nobody knows the name in this address.")) from trouble
    if not addresses or not all(allowed.allows(name, address) for address in addresses):
        raise OutgoingRefused(
            _(
                "This address lies inside your own network, where Genba does not call unless it is listed in "
                "GENBA_OUTGOING_ALLOW."
            )
        )
    return [str(address) for address in addresses]


def _left(deadline: float) -> float:
    """Seconds until the deadline. Raises a timeout of httpcore when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left


def _trusted() -> ssl.SSLContext:
    """The certificates that this machine trusts, the company's own among them, and the public ones."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
