"""What the room `listen` asks: its rules with their why, and its optional fields."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from genba.listen.models import Note, Original, Report
from genba.people.models import Person
from genba.ui.rules import Rule, register_rule
from genba.work.asking.fields import Answers, AskedField, AskedForm, answers_in, register_asked
from genba.work.asking.reading import answered, was_read

REPORT_FIELDS = ("kind", "severity", "place")
FEWEST = 5

_REPORT, _TRIAGE, _HELPS = _("Report"), _("Answering reports"), _("Procedures")
register_rule(
    Rule(
        "listen.report.text",
        _REPORT,
        _("A report needs one sentence"),
        _(
            "You saw it, we did not. One sentence is enough to begin looking; nobody is asked to prove "
            "anything."
        ),
    ),
    Rule(
        "listen.report.severity",
        _REPORT,
        _("“Stop, danger” goes to the team at once"),
        _("A danger cannot wait for somebody to read the list. Everything else waits its turn."),
    ),
    Rule(
        "listen.write_again.text",
        _REPORT,
        _("Writing again needs words"),
        _("Those who answer read it beside what you said first. A few words are enough."),
    ),
    Rule(
        "listen.receipt.receipt",
        _REPORT,
        _("Reading the answer needs your receipt"),
        _("We do not know who you are. Only your receipt leads to your report and to its answer."),
    ),
    Rule(
        "listen.triage.words",
        _TRIAGE,
        _("Every way in which triage ends has words for the reporter"),
        _("Whoever tells us something and hears nothing does not tell us a second time."),
    ),
    Rule(
        "listen.triage.team",
        _TRIAGE,
        _("Passing on names the other team"),
        _("A report that belongs to nobody is answered by nobody."),
    ),
    Rule(
        "listen.triage.outcome",
        _TRIAGE,
        _("What was done is said in plain words"),
        _("Reports come from those who see that they help. This sentence is what they see."),
    ),
    Rule(
        "listen.triage.said",
        _TRIAGE,
        _("For the wall, what was said is told in our own words"),
        _("People are recognised by how they write. On the wall stands what was said, not how."),
    ),
    Rule(
        "listen.triage.note",
        _TRIAGE,
        _("A note needs words"),
        _("Whoever answers next week should not have to find out again what you know today."),
    ),
    Rule(
        "listen.admission.text",
        _TRIAGE,
        _("What is kept of an anonymous report has words"),
        _("The team can act on one sentence. Without names and details nobody is found out by it."),
    ),
    Rule(
        "listen.helps.helps",
        _HELPS,
        _("One of the two is tapped"),
        _("Whoever wrote the page cannot see where it is in the way. Those who work with it can."),
    ),
)


def report_answers(since: date, before: date) -> Answers:
    """Of the reports of whole weeks. What came without a name is known by its week only, and only its kept
    row is counted: nothing is watched while somebody writes. What triage has corrected counts as answered.
    """
    named = Report.objects.current().filter(import_id=None, original=None)
    named = named.exclude(reporter=None).filter(received_on__gte=since, received_on__lt=before)
    without_name = Original.objects.filter(week__gte=since, week__lt=before)
    rows = [*named.values(*REPORT_FIELDS), *without_name.values(*REPORT_FIELDS)]
    return answers_in(rows, REPORT_FIELDS)


def note_answers(since: date, before: date) -> Answers:
    """Of the reports answered in these days: whether those who answer left a note."""
    answered = Report.objects.current().filter(answered_at__date__gte=since, answered_at__date__lt=before)
    noted = Note.objects.filter(report__in=answered).values("report").distinct().count()
    return Answers(answered.count(), {"note": noted})


def report_was_read(report: Report, *, by: Person, notes: Iterable[Note] = ()) -> None:
    """Its page was opened, with these notes on it."""
    values = {name: getattr(report, name) for name in ("kind", "severity")}
    was_read(answered("listen.report", **values, place=report.place_id), by=by, writer=report.reporter_id)
    if any(note.by_id != by.pk for note in notes):
        was_read(["listen.triage.note"], by=by, writer=None)


register_asked(
    AskedForm(
        "listen.report",
        _REPORT,
        (
            AskedField("kind", _("What is it?")),
            AskedField(
                "severity",
                _("How bad is it?"),
                kept_because=_("“Stop, danger” is shown to the team at once."),
            ),
            AskedField(
                "place",
                _("Where?"),
                kept_because=_("The code on a poster fills it in, and it finds the team that answers."),
            ),
        ),
        report_answers,
        at_least=FEWEST,
    )
)
register_asked(
    AskedForm("listen.triage", _TRIAGE, (AskedField("note", _("Notes")),), note_answers, at_least=FEWEST)
)
