"""Who may open which door. Every view and every API route carries `@needs(...)`; a test walks them all."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person

View = TypeVar("View", bound=Callable[..., Any])


class SignInNeeded(Exception):  # noqa: N818  (a state of affairs, not a fault)
    """The door is not for strangers; after signing in it may open."""


@dataclass(frozen=True)
class Need:
    """One answer to "who may open this?"."""

    name: str
    sentence: str | Promise
    allows: Callable[[Person | None], bool]


ANYBODY = Need("anybody", _("Anybody, also without signing in"), lambda _person: True)
SIGNED_IN = Need("signed_in", _("Everybody who is signed in"), lambda person: person is not None)
LEAD = Need("lead", _("Team leads and process owners"), lambda person: person is not None and person.is_lead)
QUALITY = Need("quality", _("Quality"), lambda person: person is not None and person.is_quality)
EXECUTIVE = Need("executive", _("Top management"), lambda person: person is not None and person.is_executive)
AUDITOR = Need("auditor", _("Auditors"), lambda person: person is not None and person.is_auditor)
ADMINISTRATOR = Need(
    "administrator", _("Administrators"), lambda person: person is not None and person.is_administrator
)
ALL_NEEDS = [ANYBODY, SIGNED_IN, LEAD, QUALITY, EXECUTIVE, AUDITOR, ADMINISTRATOR]


def person_of(request: HttpRequest) -> Person | None:
    """The person who is signed in, by session or by API token; None for a stranger."""
    user = getattr(request, "user", None)
    return user if isinstance(user, Person) and user.is_authenticated else None


def signed_in(request: HttpRequest) -> Person:
    """The person who is signed in. Raises SignInNeeded for a stranger."""
    person = person_of(request)
    if person is None:
        raise SignInNeeded
    return person


def may_open(person: Person | None, needs_: tuple[Need, ...]) -> bool:
    """Whether any one of the needs is met."""
    return any(need.allows(person) for need in needs_)


def needs(*any_of: Need) -> Callable[[View], View]:
    """Hang the names of those who may open it on a door, and hold the door for everybody else.

    Raises SignInNeeded for a stranger and PermissionDenied for somebody without the role.
    """

    def hang(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if ANYBODY in any_of:  # nobody is asked, so that a page for reporters touches no session
                return view(request, *args, **kwargs)
            person = person_of(request)
            if may_open(person, any_of):
                return view(request, *args, **kwargs)
            if person is None:
                raise SignInNeeded
            raise PermissionDenied

        door.needs = any_of  # type: ignore[attr-defined]  # a mark on a function
        return cast(View, door)

    return hang
