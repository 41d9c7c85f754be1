"""Admission: how the words of somebody anonymous come into the quality system, and what never does.

What is admitted is a copy, put right by hand so that nobody can be recognised. The trail says that a report
was admitted, by nobody, and when; when it came stays unknown. "Stop, danger" cannot wait for a hand: there
the passages that may identify are left out by rule (`identifying.py`), and the copy can be put right later.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import override

from genba.listen import facts
from genba.listen.identifying import marks_in, without
from genba.listen.models import Message, Original, Report
from genba.people.models import Person, Place
from genba.trail.files import keep_picture
from genba.trail.record import record


class NoLongerWaiting(Exception):  # noqa: N818  (an answer, not a fault)
    """Somebody else has admitted it or set it aside in the meantime."""


@dataclass(frozen=True)
class Copy:
    """What is admitted, as whoever admits it has put it."""

    text: str
    kind: str = ""
    severity: str = ""
    place: Place | None = None
    name: str = ""
    with_photo: bool = False


@transaction.atomic
def admit(original: Original, copy: Copy) -> Report:
    """Admit a copy. Raises NoLongerWaiting."""
    _claim(original, Original.State.ADMITTED)
    return _admit(original, copy)


@transaction.atomic
def admit_danger(original: Original) -> Report:
    """Admit "stop, danger" at once, without what may identify; the name stays out, the photo comes along."""
    original.state = Original.State.ADMITTED
    said = original.words.text
    with override(original.language or None):
        text = without(said, marks_in(said))
    copy = Copy(text, original.kind, original.severity, original.place, with_photo=original.has_photo)
    return _admit(original, copy)


@transaction.atomic
def set_aside(original: Original, *, words: str, by: Person) -> None:
    """Leave it outside, with an answer that its reporter reads. Raises NoLongerWaiting."""
    _claim(original, Original.State.SET_ASIDE)
    Message.objects.say(original, words, by=by)
    record(facts.REPORT_SET_ASIDE, original, by=by)


@transaction.atomic
def rewrite(report: Report, *, text: str, by: Person) -> None:
    """Put the admitted copy right. Only the copy of an anonymous report may be changed."""
    if not report.is_admitted_copy or text == report.text:
        return
    report.text = text
    report.save(update_fields=["text"])
    record(facts.REPORT_REWRITTEN, report, by=by)


def suggested_copy(original: Original) -> str:
    """The words without the passages that may identify, to begin with."""
    return without(original.words.text, marks_in(original.words.text))


def _claim(original: Original, state: str) -> None:
    waiting = Original.objects.filter(pk=original.pk, state=Original.State.WAITING)
    if not waiting.update(state=state):
        raise NoLongerWaiting
    original.state = state


def _admit(original: Original, copy: Copy) -> Report:
    report = Report.objects.create(
        kind=copy.kind,
        text=copy.text,
        severity=copy.severity,
        place=copy.place,
        team=copy.place.team if copy.place else original.team,
        reporter_name=copy.name,
        language=original.language,
        received_on=original.week,
    )
    picture = original.photo if copy.with_photo else None
    if picture is not None:
        keep_picture(report, picture)
    Original.objects.filter(pk=original.pk).update(report=report, state=original.state)
    original.report = report
    record(facts.REPORT_ADMITTED, report, by=None)
    return report
