"""What doors without a sign-in need: no cookie, nothing kept by browsers, no forms from elsewhere."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from genba.trail.uploads import keep_off_the_disk

View = Callable[..., HttpResponse]
OWN_SITES = {"same-origin", "none"}
BROKEN_BODIES = (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
    MultiPartParserError,
    UnreadablePostError,
)


def open_door(view: View) -> View:
    """A door that sets no cookie: instead of a token, the browser's own word on where a form came from.

    Nothing that is sent through it touches a disk before it is closed in its envelope.
    """

    @wraps(view)
    def door(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        keep_off_the_disk(request)
        return view(request, *args, **kwargs)

    return csrf_exempt(never_kept(door))


def never_kept(view: View) -> View:
    """Neither the browser nor anything between keeps the page."""

    @wraps(view)
    def door(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["Referrer-Policy"] = "same-origin"
        response._has_been_logged = True  # type: ignore[attr-defined]  # the log would keep the second
        return response

    return never_cache(door)


def came_from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site made this browser send the form. Every browser since 2020 tells."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site not in OWN_SITES
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc not in _own_hosts(request)


def body_is_broken(request: HttpRequest) -> bool:
    """Whether what was sent cannot be read at all: far too large, or cut off on the way."""
    try:
        len(request.POST)
        len(request.FILES)
    except BROKEN_BODIES:
        return True
    return False


def _own_hosts(request: HttpRequest) -> set[str]:
    trusted = {urlsplit(origin).netloc for origin in settings.CSRF_TRUSTED_ORIGINS}
    return {request.get_host(), urlsplit(settings.GENBA_ADDRESS).netloc, *trusted}
