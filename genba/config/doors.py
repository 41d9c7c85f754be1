"""The doors of libraries, with the names of who may open them hung on from here."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.urls import URLPattern, URLResolver

from genba.people.access import ANYBODY, SIGNED_IN, Need

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


def _leaves(patterns: Iterable[URLPattern | URLResolver]) -> Iterable[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _leaves(pattern.url_patterns)
        else:
            yield pattern
