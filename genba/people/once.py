"""What a signed-in person sends twice is done once, at every door that writes (see `trail/once.py`).

`config` hangs `once` on the doors. A door whose work takes long marks itself with `@writes_itself`, does what
is slow first and the write with `write_once`, so that the transaction stays short.
"""

import hashlib
import json
import zlib
from collections.abc import Callable
from functools import wraps
from typing import IO, Any, TypeVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from genba.people.access import person_of
from genba.trail.once import Sending, claim, keep

View = TypeVar("View", bound=Callable[..., Any])

FIELD = "idempotency_key"
HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
LONGEST_KEY = 255
READING = {"GET", "HEAD", "OPTIONS", "TRACE"}
BAD_REQUEST = 400
_OWN_FIELDS = {FIELD, "csrfmiddlewaretoken"}


def once(view: View) -> View:
    """A door that writes: with a key from the client, what is sent twice is done once."""
    if getattr(view, "writes_itself", ""):
        return view

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in READING:
            return view(request, *args, **kwargs)  # type: ignore[no-any-return]
        return write_once(request, lambda: view(request, *args, **kwargs))

    door.does_once = True  # type: ignore[attr-defined]  # a mark on a function
    return door  # type: ignore[return-value]


def writes_itself(how: str) -> Callable[[View], View]:
    """Mark a door that is not wrapped, with a sentence that says how it bears being sent twice."""

    def mark(view: View) -> View:
        view.writes_itself = how  # type: ignore[attr-defined]  # a mark on a function
        return view

    return mark


def write_once(request: HttpRequest, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Claim the key, act and keep the answer in one transaction; a repeat gets the same answer.

    A refusal (400 and above) leaves nothing behind and is not remembered, and neither does a streamed answer:
    whoever streams only shows something. Raises KeyUsedBefore.
    """
    sending = _sending(request)
    if sending is None:
        return act()
    with transaction.atomic():
        given = claim(sending)
        if given is not None:
            return _unpacked(request, given)
        response = act()
        if response.status_code < BAD_REQUEST and isinstance(response, HttpResponse):
            keep(sending, _packed(request, response))
        else:
            transaction.set_rollback(True)
        return response


def client_key(request: HttpRequest) -> str:
    """The key with which a program makes a repeat safe: the header `Idempotency-Key`."""
    return request.headers.get(HEADER, "").strip()[:LONGEST_KEY]


def _sending(request: HttpRequest) -> Sending | None:
    person = person_of(request)
    if person is None:
        return None
    key = client_key(request) or request.POST.get(FIELD, "").strip()[:LONGEST_KEY]
    if not key:
        return None
    door = f"{request.method} {request.get_full_path()}"
    return Sending.of(by=person, door=door, key=key, body=_body(request))


def _body(request: HttpRequest) -> bytes:
    """What was sent, the same for a repeat: the fields but the keys, and digests of the files."""
    if not (request.POST or request.FILES):
        return request.body
    fields = [(name, values) for name, values in request.POST.lists() if name not in _OWN_FIELDS]
    files = [(name, file.name, _sha256(file)) for name, found in request.FILES.lists() for file in found]
    return json.dumps([fields, files]).encode()


def _sha256(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(1 << 20):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def _packed(request: HttpRequest, response: HttpResponse) -> bytes:
    """The answer as bytes, with the cookies it sets and the words waiting for the next page."""
    waiting = getattr(getattr(request, "_messages", None), "_queued_messages", [])
    head = {
        "status": response.status_code,
        "headers": list(response.headers.items()),
        "cookies": [morsel.OutputString() for morsel in response.cookies.values()],
        "words": [(each.level, str(each.message), each.extra_tags) for each in waiting],
    }
    return zlib.compress(json.dumps(head).encode() + b"\n" + response.content, level=1)


def _unpacked(request: HttpRequest, given: bytes) -> HttpResponse:
    line, _newline, content = zlib.decompress(given).partition(b"\n")
    head = json.loads(line)
    headers = dict(head["headers"])
    response = HttpResponseRedirect(headers["Location"]) if "Location" in headers else HttpResponse(content)
    response.status_code = head["status"]
    for name, value in headers.items():
        response.headers[name] = value
    response.headers[REPLAYED] = "true"
    for cookie in head["cookies"]:
        response.cookies.load(cookie)
    for level, text, tags in head["words"]:
        messages.add_message(request, level, text, extra_tags=tags or "", fail_silently=True)
    return response
