"""How a program shows who it is, and what all parts of the API share."""

from typing import Annotated, Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Field, Schema
from ninja.security.base import AuthBase
from pydantic import AfterValidator, StringConstraints

from genba.people.access import ANYBODY, Need, SignInNeeded, may_open, person_of
from genba.people.models import ApiToken, Person

T = TypeVar("T", bound=Model)


class ByToken(AuthBase):
    """A token acts as its person; without a token the caller is a stranger; a wrong token is refused.

    The browser's session does not count here, so no foreign page can make a browser write. With the needs of
    a route, whoever may not open it is told so before anything of what was sent is read.
    """

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, needs: tuple[Need, ...] = (ANYBODY,)) -> None:
        self.needs = needs
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any:
        """The person, or the stranger. Raises SignInNeeded where nobody comes in without a token that works,
        and PermissionDenied for one that may not do this.
        """
        caller = self._caller(request)
        if ANYBODY not in self.needs and not may_open(person_of(request), self.needs):
            raise SignInNeeded if person_of(request) is None else PermissionDenied
        return caller

    def _caller(self, request: HttpRequest) -> Any:
        known: Person | None = getattr(request, "person_by_token", None)  # asked once for each request
        if known is not None:
            request.user = known
            return known
        request.user = AnonymousUser()
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if not scheme:
            return request.user
        found = ApiToken.working_with(token.strip()) if scheme.lower() == "bearer" else None
        if found is None:
            raise SignInNeeded
        if not is_within_scope(found, request):
            raise PermissionDenied
        request.user = request.person_by_token = found.person  # type: ignore[attr-defined]  # for the second asking
        return found.person


def is_within_scope(token: ApiToken, request: HttpRequest) -> bool:
    """Whether the token was made for this: one for reading changes nothing, one for reports only reports."""
    if token.scope == ApiToken.Scope.READ:
        return request.method in {"GET", "HEAD", "OPTIONS"}
    if token.scope == ApiToken.Scope.REPORT:
        return (request.method, request.path) in ROUTES_OF_A_REPORT
    return True


ROUTES_OF_A_REPORT = {("POST", "/api/v1/reports"), ("GET", "/api/v1/reports/challenge")}

by_token = ByToken()


def _can_be_kept(words: str) -> str:
    """Refuse what no database can keep. Raises ValueError in words."""
    if "\0" in words:
        message = "The text holds a NUL character, which cannot be kept."
        raise ValueError(message)
    try:
        words.encode()
    except UnicodeEncodeError:
        message = "The text holds half a character (a lone surrogate), which cannot be kept."
        raise ValueError(message) from None
    return words


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(_can_be_kept)]
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=10_000), AfterValidator(_can_be_kept)
]
Said = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000),
    AfterValidator(_can_be_kept),
]
"""Texts as programs may send them: a line, words that may be empty, words that must be said."""


class Slice(Schema):
    """Which part of a list is wanted."""

    limit: int = Field(50, ge=1, le=200)
    offset: int = Field(0, ge=0, le=1_000_000)


def page_of(rows: QuerySet[T], part: Slice) -> tuple[list[T], int | None]:
    """One part of a list, and where the next one begins (None at the end). Nothing is counted."""
    found = list(rows[part.offset : part.offset + part.limit + 1])
    following = part.offset + part.limit if len(found) > part.limit else None
    return found[: part.limit], following
