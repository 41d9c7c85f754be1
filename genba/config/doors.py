"""What is hung on many doors from here: who may open those of libraries, and that a repeat is done once."""

from collections.abc import Callable, Iterable
from functools import wraps
from importlib import import_module
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver
from ninja import Router
from ninja.decorators import decorate_view

from genba.people.access import ANYBODY, SIGNED_IN, Need, SignInNeeded
from genba.people.api import ByToken, by_token
from genba.people.once import READING, client_key, once

ANYBODY_MAY = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_email",
    "account_request_login_code",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
}


def third_party(module: str) -> list[URLPattern | URLResolver]:
    """The URL patterns of a library; each door gets its `needs`. What is not listed needs a sign-in;
    the library's nameless doors only redirect old addresses.
    """
    patterns: list[URLPattern | URLResolver] = import_module(module).urlpatterns
    for pattern in _leaves(patterns):
        need = ANYBODY if pattern.name is None or pattern.name in ANYBODY_MAY else SIGNED_IN
        hang_needs([pattern], need)
    return patterns


def hang_needs(patterns: list[Any], need: Need) -> list[Any]:
    """Hang a need on the doors that do not say anything yet."""
    for pattern in _leaves(patterns):
        if not hasattr(pattern.callback, "needs"):
            pattern.callback.needs = (need,)  # type: ignore[attr-defined]  # a mark on a function
    return patterns


def each_once(patterns: list[Any]) -> list[Any]:
    """Let every door for signed-in people do once what is sent twice with the same key.

    Doors for anybody know nobody; they have guards of their own (`docs/decisions/0009-idempotency.md`).
    """
    for pattern in _leaves(patterns):
        if ANYBODY not in getattr(pattern.callback, "needs", ()):
            pattern.callback = once(pattern.callback)
    return patterns


def each_route_once(router: Router) -> Router:
    """The same for the routes of the API, where the token says who it is, before what was sent is read."""
    for path in router.path_operations.values():
        for route in path.operations:
            needs = getattr(route.view_func, "needs", ())
            if needs:
                route.auth_param = ByToken(needs)  # instead of what the API asks of all routes
                route._set_auth(route.auth_param)
            if ANYBODY not in needs and not READING.issuperset(route.methods):
                decorate_view(_once_by_token)(route.view_func)
    return router


def _once_by_token(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    does_once = once(run)

    @wraps(run)
    def route(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not client_key(request):
            return run(request, *args, **kwargs)
        try:
            by_token(request)
        except (SignInNeeded, PermissionDenied):
            return run(request, *args, **kwargs)  # which says so in the API's own words
        return does_once(request, *args, **kwargs)

    return route


def _leaves(patterns: Iterable[URLPattern | URLResolver]) -> Iterable[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _leaves(pattern.url_patterns)
        else:
            yield pattern
