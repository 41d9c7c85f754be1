"""Whether this instance answers, for those who watch it."""

from http import HTTPStatus

from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare

from genba.front.context import visitor
from genba.front.doctor import QUICK, State, examine
from genba.front.storage import trouble_now
from genba.people.access import ADMINISTRATOR, ANYBODY, needs


@needs(ANYBODY)
def health(request: HttpRequest) -> HttpResponse:
    """`ok` when a page and the database answer and the disk can be written; strangers are told no more.

    With `?detail`, administrators and whoever sends the key of GENBA_HEALTH_KEY read what the doctor says.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return _plain("the database does not answer\n", HTTPStatus.SERVICE_UNAVAILABLE)
    if trouble_now() is not None:
        return _plain("nothing can be saved\n", HTTPStatus.SERVICE_UNAVAILABLE)
    if "detail" in request.GET and _may_know(request):
        return _detail()
    return _plain("ok\n", HTTPStatus.OK)


def _may_know(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    key = settings.GENBA_HEALTH_KEY
    return bool(key and constant_time_compare(given, key)) or ADMINISTRATOR.allows(visitor(request))


def _detail() -> JsonResponse:
    found = [
        {"state": finding.state.name.lower(), "sentence": finding.sentence, "remedy": finding.remedy}
        for finding in examine(QUICK)
    ]
    is_bad = any(finding["state"] == State.BAD.name.lower() for finding in found)
    status = HTTPStatus.SERVICE_UNAVAILABLE if is_bad else HTTPStatus.OK
    return JsonResponse({"well": not is_bad, "findings": found}, status=status)


def _plain(words: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain")
