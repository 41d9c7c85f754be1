"""What somebody wants to see of a board, said in the address: sharing the address shares the view."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.improve.models import Card
from genba.people.models import Person
from genba.ui.wishes import NOBODY, Fits, Wishes, is_number, is_number_or_nobody, is_text, understood

NONE = "none"

WORDS: dict[str, str | Promise] = {
    "q": _("words"),
    "owner": _("owner"),
    "kind": _("kind"),
    "severity": _("how bad"),
    "process": _("process"),
}


@dataclass(frozen=True)
class Filters(Wishes):
    """What is wished for of a board."""

    q: str = ""
    owner: str = ""
    kind: str = ""
    severity: str = ""
    process: str = ""
    late: bool = False
    mine: bool = False

    @property
    def in_form(self) -> int:
        """How many wishes stand in the form behind the filter button."""
        return sum(1 for name in self.as_dict() if name in FITS)

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
    """Read the wishes of an address."""
    late, mine = asked.get("late") == "1", asked.get("mine") == "1"
    return Filters(late=late, mine=mine, **understood(asked, FITS, WORDS))


def _fits_kind(wish: str) -> bool:
    return wish in Card.Kind.values


def _fits_severity(wish: str) -> bool:
    return wish == NONE or wish in Card.Severity.values


FITS: dict[str, Fits] = {
    "q": is_text,
    "owner": is_number_or_nobody,
    "kind": _fits_kind,
    "severity": _fits_severity,
    "process": is_number,
}


def _numbered(text: str) -> Q:
    number = text.removeprefix("#")
    return Q(pk=int(number)) if is_number(number) else Q(pk__in=[])
