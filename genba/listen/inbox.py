"""The triage inbox: who sees what in it, filtered by what stands in the address."""

from dataclasses import dataclass, field
from typing import Any, Self

from django.db.models import QuerySet, Value
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.listen.models import Original, Report
from genba.listen.models.original import OriginalQuerySet
from genba.listen.models.report import ReportQuerySet
from genba.people.models import Person, Team

UNROUTED = "none"
MOST_LISTED = 1000
MOST_PINNED = 20
MOST_ORIGINALS = 50
MOST_COUNTED = 100
ADMITTED, UNREAD = "admitted", "unread"

STATES: dict[str, str | Promise] = {
    "waiting": _("Waiting"),
    "again": _("Wrote again"),
    "answered": _("Answered"),
    "all": _("All"),
}


@dataclass(frozen=True)
class Inbox:
    """One view of the inbox. What the address says and nobody knows is left out."""

    person: Person
    teams: list[Team] = field(default_factory=list)
    team: str = ""
    kind: str = ""
    severity: str = ""
    state: str = "waiting"

    @classmethod
    def of(cls, person: Person, query: QueryDict) -> Self:
        """The inbox as the address asks for it."""
        teams = list(teams_read_by(person))
        known = {str(team.pk) for team in teams} | ({UNROUTED} if reads_all(person) else set())

        def one_of(name: str, values: Any, otherwise: str = "") -> str:
            return query.get(name, "") if query.get(name, "") in values else otherwise

        return cls(
            person=person,
            teams=teams,
            team=one_of("team", known),
            kind=one_of("kind", Report.Kind.values),
            severity=one_of("severity", Report.Severity.values),
            state=one_of("state", STATES, "waiting"),
        )

    @property
    def pinned(self) -> "QuerySet[Report]":
        """Danger that waits stands on top, whatever its age."""
        if self.state != "waiting" or self.severity:
            return Report.objects.none()
        return self._with_names(self._waiting().filter(severity=Report.Severity.HIGH))[:MOST_PINNED]

    @property
    def listed(self) -> "QuerySet[Report]":
        """The rest, oldest unanswered first; what was answered stands newest first. Never endless."""
        if self.state == "waiting":
            found = self._waiting()
            if not self.severity:
                found = found.exclude(severity=Report.Severity.HIGH)
        elif self.state == "again":
            found = self._seen().filter(has_new_words=True).order_by("received_on", "received_at", "id")
        elif self.state == "answered":
            found = self._seen().filter(answered_at__isnull=False).order_by("-answered_at")
        else:
            found = self._seen().order_by("-received_on", "-id")
        return self._with_names(found)[:MOST_LISTED]

    @property
    def originals(self) -> list[Original]:
        """What was said without a name and waits to be read and admitted, for those who may."""
        if self.state != "waiting":
            return []
        found: OriginalQuerySet = Original.objects.answerable_by(self.person).waiting()
        found = self._narrowed(found) if self.team else found
        wanted = {"kind": self.kind, "severity": self.severity}
        found = found.filter(**{name: value for name, value in wanted.items() if value})
        return list(found.select_related("team", "place")[:MOST_ORIGINALS])

    @property
    def again(self) -> int:
        """How many wrote again; it stops counting at a hundred."""
        return self._seen().filter(has_new_words=True).order_by()[:100].count()

    @property
    def is_filtered(self) -> bool:
        """Whether something is left out on purpose."""
        return bool(self.team or self.kind or self.severity or self.state != "waiting")

    def _waiting(self) -> ReportQuerySet:
        return self._seen().waiting()

    def _seen(self) -> ReportQuerySet:
        found = Report.objects.current()
        if self.team:
            found = self._narrowed(found)
        elif not reads_all(self.person):
            found = found.filter(team_id__in=[team.pk for team in self.teams])
        wanted = {"kind": self.kind, "severity": self.severity}
        return found.filter(**{name: value for name, value in wanted.items() if value})

    def _narrowed(self, found: Any) -> Any:
        return found.filter(team_id=None if self.team == UNROUTED else int(self.team))

    @staticmethod
    def _with_names(found: ReportQuerySet) -> ReportQuerySet:
        return found.select_related("team", "place", "reporter")


def reads_all(person: Person) -> bool:
    """Quality, top management and auditors read every team's reports."""
    return person.is_quality or person.is_executive or person.is_auditor


def teams_read_by(person: Person) -> "QuerySet[Team]":
    """The teams whose inbox this person may read."""
    return Team.objects.all() if reads_all(person) else Team.objects.below(person.teams_led)


def reads_an_inbox(person: object) -> bool:
    """Whether there is an inbox for this person at all."""
    return isinstance(person, Person) and (reads_all(person) or person.is_lead)


def waiting_for(person: object) -> int:
    """How many wait for an answer from this person, admitted or not; it stops counting at a hundred.

    Counted once a request: menu and home show the same number.
    """
    return len(_waiting_for(person))


def unread_for(person: Person) -> int:
    """How many of those are not admitted yet: they are counted first."""
    return _waiting_for(person).count(UNREAD)


def _waiting_for(person: object) -> list[str]:
    if not isinstance(person, Person) or not (person.is_quality or person.is_lead):
        return []
    known: dict[str, list[str]] = person.__dict__
    if "_waiting_for" not in known:
        known["_waiting_for"] = _counted(person)
    return known["_waiting_for"]


def _counted(person: Person) -> list[str]:
    """What each one that waits is, a word a row: no more rows than are counted."""
    admitted = Report.objects.answerable_by(person).filter(state=Report.State.NEW).order_by()
    unread = Original.objects.answerable_by(person).waiting().order_by()
    both = unread.values_list(Value(UNREAD)).union(admitted.values_list(Value(ADMITTED)), all=True)
    return [word for (word,) in both[:MOST_COUNTED]]
