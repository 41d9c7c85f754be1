"""The answer when nothing can be saved: a sentence why, everything that was typed, and when to try again.

It asks neither database nor session, because they may be what is missing.
"""

import contextlib
import logging
import sys
from http import HTTPStatus
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from genba.front.storage import Trouble, trouble_behind
from genba.front.views.kept_form import Typed
from genba.people.access import ANYBODY, needs

log = logging.getLogger("genba.trouble")


@needs(ANYBODY)
def fault(request: HttpRequest) -> HttpResponseBase:
    """Answer a request that broke: in words where the disk or the database is the reason."""
    broken = sys.exc_info()[1]
    trouble = trouble_behind(broken)
    if trouble is None:
        return server_error(request)
    # One line without page or person: where somebody reports without a name, no log says when.
    log.error("Nothing could be saved or read: %s", str(broken).strip().partition("\n")[0])
    response = _in_words(request, trouble)
    response.headers["Retry-After"] = str(trouble.seconds)
    response.headers["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own line names the page
    return response


def _in_words(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": str(trouble.sentence)}, status=status)
    typed = _typed(request)
    context = {
        "action": request.get_full_path(),
        "is_sending": request.method == "POST",
        "sentence": trouble.sentence,
        "seconds": trouble.seconds,
        "typed": [line for line in typed if not line.is_secret or line.name == "csrfmiddlewaretoken"],
        "shown": [line for line in typed if line.is_words and not line.is_secret and line.name != "receipt"],
        "had_secrets": any(line.is_secret and "csrf" not in line.name for line in typed),
        "had_files": _had_files(request),
    }
    return HttpResponse(render_to_string("front/trouble.html", context), status=status)


def _typed(request: HttpRequest) -> list[Typed]:
    """Everything that was typed, the key that makes a repeat safe included."""
    if _is_foreign(request):
        return []
    with contextlib.suppress(Exception):  # what came cannot be read either: then nothing comes back
        return [Typed(name, value) for name, values in request.POST.lists() for value in values]
    return []


def _had_files(request: HttpRequest) -> bool:
    with contextlib.suppress(Exception):
        return bool(request.FILES)
    return False


def _is_foreign(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc != request.headers.get("Host", "")
