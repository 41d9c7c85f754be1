"""What somebody wants to see of a board, said in the address: sharing the address shares the view."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.improve.models import Card
from genba.people.models import Person

NOBODY = "nobody"
NONE = "none"
LONGEST_TEXT = 200

WORDS: dict[str, str | Promise] = {
    "q": _("words"),
    "owner": _("owner"),
    "kind": _("kind"),
    "severity": _("how bad"),
    "process": _("process"),
}


@dataclass(frozen=True)
class Filters:
    """The wishes that were understood. `ignored` names those that were not, in the reader's words."""

    q: str = ""
    owner: str = ""
    kind: str = ""
    severity: str = ""
    process: str = ""
    late: bool = False
    mine: bool = False
    ignored: list[str | Promise] = field(default_factory=list)

    @property
    def are_set(self) -> bool:
        """Whether anything may be hidden."""
        return bool(self.as_dict())

    @property
    def in_form(self) -> int:
        """How many wishes stand in the form behind the filter button."""
        return sum(1 for name in self.as_dict() if name in FITS)

    def as_dict(self) -> dict[str, str]:
        """The wishes as they stand in an address, without the empty ones."""
        wishes = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "ignored"}
        return {name: "1" if wish is True else wish for name, wish in wishes.items() if wish}

    def as_query(self, **more: Any) -> str:
        """The address after the question mark."""
        return urlencode(self.as_dict() | {name: value for name, value in more.items() if value})

    def wanted_by(self, person: Person) -> Q:
        """The condition that a card meets to be shown; empty where everything is."""
        wanted = Q()
        if self.q:
            wanted &= Q(title__icontains=self.q) | Q(external_id__iexact=self.q) | _numbered(self.q)
        if self.owner:
            wanted &= Q(owner=None) if self.owner == NOBODY else Q(owner_id=int(self.owner))
        if self.kind:
            wanted &= Q(kind=self.kind)
        if self.severity:
            wanted &= Q(severity="" if self.severity == NONE else self.severity)
        if self.process:
            wanted &= Q(process_id=int(self.process))
        if self.late:
            wanted &= Q(due_on__lt=timezone.localdate(), done_at=None)
        if self.mine:
            wanted &= Q(owner=person)
        return wanted


def read_filters(asked: Mapping[str, str]) -> Filters:
    """Read the wishes of an address. What cannot be understood is left out and named, never an error."""
    understood: dict[str, Any] = {"late": asked.get("late") == "1", "mine": asked.get("mine") == "1"}
    ignored: list[str | Promise] = []
    for name, fits in FITS.items():
        wish = asked.get(name, "").strip()
        if wish and fits(wish):
            understood[name] = wish
        elif wish:
            ignored.append(WORDS[name])
    return Filters(**understood, ignored=ignored)


def _fits_text(wish: str) -> bool:
    return len(wish) <= LONGEST_TEXT and "\x00" not in wish


def _fits_owner(wish: str) -> bool:
    return wish == NOBODY or _fits_number(wish)


def _fits_number(wish: str) -> bool:
    return wish.isascii() and wish.isdigit() and len(wish) <= 18


def _fits_kind(wish: str) -> bool:
    return wish in Card.Kind.values


def _fits_severity(wish: str) -> bool:
    return wish == NONE or wish in Card.Severity.values


FITS = {
    "q": _fits_text,
    "owner": _fits_owner,
    "kind": _fits_kind,
    "severity": _fits_severity,
    "process": _fits_number,
}


def _numbered(text: str) -> Q:
    number = text.removeprefix("#")
    is_number = number.isascii() and number.isdigit() and len(number) <= 18
    return Q(pk=int(number)) if is_number else Q(pk__in=[])
