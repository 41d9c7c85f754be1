"""What becomes of a fault at a door for people without a sign-in: it is counted in its week, and not logged.

A line in a log has a time and often the address that was asked for; a mail to administrators has everything.
Whoever reports without a name shall leave neither, also when something of ours breaks under their hands.
"""

import contextlib
import logging
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

OPEN_DOORS = ("/report/", "/receipt/", "/wall/", "/helps/", "/static/")
OPEN_ROUTES = {("POST", "/api/v1/reports"), ("GET", "/api/v1/reports/challenge")}

_serving_nobody: ContextVar[bool] = ContextVar("serving_nobody", default=False)


class Unwatched:
    """The outermost middleware: marks the time in which somebody without a name is served, sets no cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not comes_from_nobody(request):
            return self.get_response(request)
        mark = _serving_nobody.set(True)
        try:
            response = self.get_response(request)
        finally:
            _serving_nobody.reset(mark)
        if is_open_door(request):
            response.cookies.clear()  # not even one that takes an old sign-in away
        return response


class NobodysFaults(logging.Filter):
    """Keeps every line about somebody without a name out of the log; faults are counted instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line may be written."""
        if not _serving_nobody.get() and not comes_from_nobody(getattr(record, "request", None)):
            return True
        trouble = record.exc_info[1] if record.exc_info else None
        if trouble is not None and not getattr(trouble, "is_counted", False):
            with contextlib.suppress(Exception):  # a database that is away is seen elsewhere
                trouble.is_counted = True  # type: ignore[attr-defined]  # several handlers may ask
                apps.get_model("listen", "Fault").objects.note(trouble)  # logging begins before models
        return False


def comes_from_nobody(request: Any) -> bool:
    """Whether this request came without a sign-in, or through a door at which nobody needs one."""
    if not isinstance(request, HttpRequest):
        return False
    if is_open_door(request):
        return True
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and "Authorization" not in request.headers


def is_open_door(request: HttpRequest) -> bool:
    """Whether nobody needs a sign-in for this."""
    path = request.path_info
    return path.startswith(OPEN_DOORS) or (request.method, path) in OPEN_ROUTES
