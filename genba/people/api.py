"""How a program shows who it is."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from ninja.security.base import AuthBase

from genba.people.access import SignInNeeded
from genba.people.models import ApiToken, Person


class ByToken(AuthBase):
    """A token acts as its person; without a token the caller is a stranger; a wrong token is refused.

    The browser's session does not count here, so no foreign page can make a browser write.
    """

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Any:
        """The person, or the stranger. Raises SignInNeeded for a token that opens nothing."""
        request.user = AnonymousUser()
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if not scheme:
            return request.user
        person: Person | None = ApiToken.person_for(token.strip()) if scheme.lower() == "bearer" else None
        if person is None:
            raise SignInNeeded
        request.user = person
        return person


by_token = ByToken()
