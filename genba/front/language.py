"""Which language a page speaks: what the address says, then what the person chose, then the browser."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from genba.front.context import visitor


class ChosenLanguage:
    """Stands after the sign-in. `?lang=tr` needs no cookie, so that a reporter leaves none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = _chosen(request)
        if chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


def _chosen(request: HttpRequest) -> str:
    if asked := request.GET.get("lang", ""):
        return asked
    person = visitor(request)
    return person.language if person else ""
