"""How long somebody stays signed in: not longer than is allowed at all, nor than nobody used the browser."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

from genba.people.access import ANYBODY, person_of
from genba.people.sessions import BEGAN, DEVICE, USED

ONE_HOUR = 60 * 60
ONE_DAY = 24 * ONE_HOUR
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}
BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}


class SessionLife:
    """Stands after the sign-in and looks only where somebody has to be signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Sign out whose time is over; the door then asks them to sign in again."""
        del args, kwargs
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or ANYBODY in getattr(view, "needs", ()):
            return
        if request.path.startswith("/api/") or person_of(request) is None:  # there tokens count, no session
            return
        session, now = request.session, int(time.time())
        if is_over(session[BEGAN], session[USED], now):
            logout(request)
        elif abs(now - session[USED]) > ONE_HOUR:
            session[USED] = now
            name_device(request)


def name_device(request: HttpRequest) -> None:
    """Remember what the browser says it is."""
    request.session[DEVICE] = device_words(request.headers.get("User-Agent", ""))


def is_over(began: int, used: int, now: int) -> bool:
    """Whether a session ends: it is too old, or was not used for too long. Seconds since 1970."""
    too_old = now - began > settings.GENBA_SESSION_DAYS * ONE_DAY
    unused = now - used > settings.GENBA_SESSION_IDLE_DAYS * ONE_DAY
    return bool(too_old or unused)


def device_words(user_agent: str) -> str:
    """What a browser says it is, in two words, so that its owner knows it again."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return " · ".join(filter(None, [browser, system]))
