"""Triage: the first human answer to a report, and every word that follows it.

Each verb changes the report, adds words that the reporter reads and records one fact, in one transaction.
"""

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from genba.listen import facts
from genba.listen.models import Message, Note, Original, Report
from genba.people.models import Person, Place, Team
from genba.trail.record import record


@transaction.atomic
def answer(report: Report, *, words: str, by: Person) -> None:
    """Answer the reporter."""
    state = Report.State.ANSWERED if report.state == Report.State.NEW else report.state
    _give_answer(report, state, words=words, by=by)
    record(facts.REPORT_ANSWERED, report, by=by)


@transaction.atomic
def pass_on(report: Report, *, team: Team, words: str, by: Person) -> None:
    """Hand the report to another team and say so to the reporter. The waiting time keeps running."""
    came_from = report.team_id
    report.team = team
    report.save(update_fields=["team"])
    Message.objects.say(report, words, by=by)
    record(facts.REPORT_PASSED_ON, report, by=by, from_team=came_from, to_team=team.pk)


@transaction.atomic
def mark_carded(report: Report, *, words: str, by: Person) -> None:
    """The report has become a card."""
    _give_answer(report, Report.State.CARDED, words=words, by=by)
    record(facts.REPORT_CARDED, report, by=by)


@transaction.atomic
def mark_joined(report: Report, *, words: str, by: Person) -> None:
    """The report has joined a card that was there before."""
    _give_answer(report, Report.State.JOINED, words=words, by=by)
    record(facts.REPORT_JOINED, report, by=by)


@transaction.atomic
def tell(report: Report, *, words: str, by: Person | None = None) -> None:
    """Let the reporter know how it goes on. This alone is not an answer to a report that waits for one."""
    Message.objects.say(report, words, by=by)
    record(facts.REPORTER_TOLD, report, by=by)


@transaction.atomic
def write_again(thread: Report | Original, *, words: str) -> None:
    """The reporter writes again; the same words twice are one message. Of an anonymous one no fact tells."""
    last = Message.objects.of(thread).last()
    if last is not None and last.from_reporter and last.words == words:
        return
    report = thread.report if isinstance(thread, Original) else thread
    Message.objects.say(thread, words, by=report.reporter if report else None, from_reporter=True)
    if report is None:
        return
    report.has_new_words = True
    report.save(update_fields=["has_new_words"])
    if not report.is_anonymous:
        record(facts.REPORTER_WROTE_AGAIN, report, by=report.reporter)


@transaction.atomic
def sort(report: Report, *, kind: str, severity: str, place: Place | None, by: Person) -> None:
    """Correct what kind of report it is, how bad, or where."""
    if (kind, severity, place) == (report.kind, report.severity, report.place):
        return
    report.kind, report.severity, report.place = kind, severity, place
    report.save(update_fields=["kind", "severity", "place"])
    record(facts.REPORT_SORTED, report, by=by)


@transaction.atomic
def write_note(report: Report, *, text: str, by: Person) -> Note:
    """Leave a word for those who answer; the reporter never sees it."""
    note = Note.objects.create(report=report, text=text, by=by)
    record(facts.NOTE_WRITTEN, report, by=by)
    return note


@transaction.atomic
def publish_outcome(report: Report, *, words: str, on_wall: bool, by: Person | None, said: str = "") -> None:
    """Write down what came of it. On the wall stands `said`, a summary chosen here, never the raw words."""
    report.outcome, report.on_wall = words, on_wall
    report.outcome_on = report.outcome_on or timezone.localdate()
    changed = ["outcome", "on_wall", "outcome_on"]
    if said:
        report.said = said
        changed.append("said")
    report.save(update_fields=changed)
    record(facts.OUTCOME_PUBLISHED, report, by=by, on_wall=on_wall)


def _give_answer(report: Report, state: str, *, words: str, by: Person) -> None:
    Message.objects.say(report, words, by=by)
    Report.objects.filter(pk=report.pk).update(
        state=state,
        has_new_words=False,
        answered_at=Coalesce(F("answered_at"), Value(timezone.now())),
        answered_by=Coalesce(F("answered_by"), Value(by.pk)),
    )
    report.refresh_from_db(fields=["state", "has_new_words", "answered_at", "answered_by"])
