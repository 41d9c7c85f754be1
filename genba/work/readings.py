"""Reading that means something: who works with a change is asked to read it, and reminders that stop."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.people.models import Membership, Team
from genba.trail.meanings import APPROVED
from genba.trail.models import Signature
from genba.trail.record import record
from genba.work import facts
from genba.work.life.approval import authors
from genba.work.models import Procedure, Reading, Version

#: After how long somebody is reminded: a pause for each time. After the last, nobody asks any more.
PAUSES = (timedelta(days=3), timedelta(days=7), timedelta(days=14))

AT_ONCE = timedelta(days=1)  # who is asked later than this after a version came in force has come to the team


@transaction.atomic
def ask_to_read(version: Version, *, only: Iterable[int] | None = None) -> list[Reading]:
    """Ask those who work with a version in force, each once: those of its teams and of the teams below them
    who neither wrote nor approved it.

    Where nobody needs to read it, only those are asked who had not yet read the one before. `only` names
    people, for example somebody who has come to the team. Who does a step is written in free words, so
    everybody in the teams is taken to be concerned by every step. What was asked of the versions before
    ends here. Returns the new readings.
    """
    if version.state != Version.State.IN_FORCE or version.procedure.retired_on is not None:
        return []
    before = Reading.objects.open().filter(version__procedure=version.procedure_id).exclude(version=version)
    wanted = _who_works_with(version) - authors(version) - _who_approved(version)
    if only is not None:
        wanted &= set(only)
    elif version.not_read_because:
        wanted &= set(before.values_list("person", flat=True))
    before.update(stopped_at=timezone.now())
    asked = set(Reading.objects.filter(version=version).values_list("person", flat=True))
    now = timezone.now()
    new = [Reading(version=version, person_id=person, asked_at=now) for person in sorted(wanted - asked)]
    Reading.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        record(facts.READING_ASKED, version.procedure, at=now, version=version.number, people=len(new))
    return new


def ask_who_came(team: int, person: int) -> None:
    """Ask somebody who has come to a team, once, to read what is in force there."""
    _ask_for_all_of(team, [person])


@transaction.atomic
def forget_who_left(person: int) -> None:
    """Stop asking somebody who has left a team for what they do not work with any more."""
    still = Procedure.teams.through.objects.filter(team__in=_teams_around(person)).values("procedure")
    open_ones = Reading.objects.open().filter(person=person)
    open_ones.exclude(version__procedure__in=still).update(stopped_at=timezone.now())


def ask_who_moved(team: int) -> None:
    """A team stands below another one now: its people, and those of the teams below it, work with what is
    in force there, and with nothing of where they stood before.
    """
    moved = Team.objects.below(Team.objects.filter(pk=team))
    people = set(Membership.objects.filter(team__in=moved).values_list("person", flat=True))
    _ask_for_all_of(team, people)
    for person in people:
        forget_who_left(person)


@transaction.atomic
def read(reading: Reading, *, answer: str = "") -> None:
    """Read and understood. Raises ValidationError where a question waits for its answer."""
    version, answer = reading.version, " ".join(answer.split())
    if version.question and not answer:
        raise ValidationError({"answer": _("Please answer in a few words.")})
    if version.answer_choices and version.question and answer not in version.answer_choices:
        raise ValidationError({"answer": _("Please choose one of the answers.")})
    if Reading.objects.open().filter(pk=reading.pk).update(read_at=timezone.now(), answer=answer):
        record(facts.READING_DONE, version.procedure, by=reading.person, version=version.number)
    reading.refresh_from_db()


def compared_with(reading: Reading) -> Version | None:
    """The version with which the difference is told: the last that this person read, or that counted before.

    None for the first version, and for somebody who came later and has read none: everything is new to them.
    """
    version = reading.version
    earlier = version.procedure.versions.filter(number__lt=version.number).order_by("-number")
    read_last = earlier.filter(readings__person=reading.person_id, readings__read_at__isnull=False).first()
    came_later = version.in_force_at is not None and reading.asked_at > version.in_force_at + AT_ONCE
    if read_last is not None or came_later:
        return read_last
    return earlier.exclude(in_force_at=None).first()


def claim_reminders(now: datetime) -> list[Reading]:
    """The readings of which somebody is reminded now; each is counted as reminded, whoever asks first.

    Pauses grow (3, 7, 14 days) and there are three. Who is away hears of it when they are back. Who has left,
    whose version was replaced or whose procedure is retired is not reminded.
    """
    waiting = Q(pk__in=[])
    for count, pause in enumerate(PAUSES):
        waiting |= Q(reminders=count, reminded_at=None, asked_at__lte=now - pause)
        waiting |= Q(reminders=count, reminded_at__lte=now - pause)
    due = Reading.objects.open().filter(
        waiting,
        Q(person__away_until=None) | Q(person__away_until__lt=timezone.localdate(now)),
        person__is_active=True,
        version__state=Version.State.IN_FORCE,
        version__procedure__retired_on=None,
    )
    claimed = []
    for reading in due.select_related("person", "version__procedure"):
        mine = Reading.objects.open().filter(pk=reading.pk, reminders=reading.reminders)
        if mine.update(reminders=reading.reminders + 1, reminded_at=now):
            claimed.append(reading)
    return claimed


def _ask_for_all_of(team: int, people: Iterable[int]) -> None:
    """Ask people of a team for what is in force in it and in the teams above."""
    path = Team.objects.filter(pk=team).values_list("path", flat=True).first() or ""
    for procedure in Procedure.objects.in_use().filter(teams__in=_numbers_of(path)).distinct():
        if version := procedure.in_force:
            ask_to_read(version, only=people)


def _who_works_with(version: Version) -> set[int]:
    teams = Team.objects.below(version.procedure.teams.all())
    members = Membership.objects.filter(team__in=teams, person__is_active=True)
    return set(members.values_list("person", flat=True))


def _teams_around(person: int) -> set[int]:
    """The teams of somebody and all above them."""
    paths = Membership.objects.filter(person=person).values_list("team__path", flat=True)
    return {number for path in paths for number in _numbers_of(path)}


def _numbers_of(path: str) -> list[int]:
    return [int(part) for part in path.split("/") if part]


def _who_approved(version: Version) -> set[int]:
    signed = Signature.objects.under(version).filter(meaning=APPROVED.code)
    return set(signed.values_list("signer_id", flat=True))
