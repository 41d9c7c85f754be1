"""A procedure about which everything is known: used, run, asked about, read, tried, signed, documented."""

from datetime import timedelta

from django.utils import timezone

from genba.work.checks.rounds import set_round
from genba.work.documents.keeping import open_document
from genba.work.documents.uses import tie
from genba.work.life.piloting import begin_pilot
from genba.work.models import (
    CheckRound,
    HelpLot,
    HelpSentence,
    HourCost,
    ProcedureImport,
    Run,
    StepResult,
    UseCount,
    Version,
)
from genba.work.questioning import answer, ask
from genba.work.reviewing import ask_for_review
from genba.work.shadow.adding import add_tool
from genba.work.suggesting import suggest
from genba.work.tests.factory import change, make_draft, make_process, put_through
from genba.work.using import week_of


def make_busy(cast, title="Close a housing", process=None):
    """A check in force with runs, words and papers of every kind, and a new version in a pilot."""
    version = make_draft(cast, title=title, process=process or make_process(cast, f"Assembly of {title}"))
    procedure = version.procedure
    procedure.teams.add(cast.line)
    put_through(version, cast, question="What is new?")
    set_round(
        CheckRound(procedure=procedure, team=cast.line, rhythm="days", times=["06:00"]), by=cast.quentin
    )
    known = {step.key: step for step in procedure.known_steps.all()}
    for key in ("fetch", "label"):
        answer(ask(known[key], text="Which tray?", number=1, by=cast.tomas), text="The blue.", by=cast.amira)
    _voted(procedure)
    _run(procedure, known, cast)
    add_tool(sentence="A list on the wall", by=cast.tomas, procedure=procedure, minutes=5, people=3)
    HourCost.objects.get_or_create(amount=40, currency="EUR", said_by=cast.quentin)
    document = open_document(by=cast.quentin, code=f"D-{procedure.pk}", title="Drawing of a housing")
    tie(document, f"procedure:{procedure.pk}", by=cast.quentin)
    ProcedureImport.objects.create(
        by=cast.amira, file_name="old.docx", kind="docx", state="taken", version=version, words_before=900
    )
    trial = change(procedure, cast, title=title)
    begin_pilot(
        trial, by=cast.amira, until=timezone.localdate() + timedelta(9), team=cast.line, people=[cast.tomas]
    )
    ask_for_review(version, by=cast.amira, of=cast.tomas)
    ask_for_review(trial, by=cast.amira, team=cast.line)
    for key in ("fetch", None):
        suggest(procedure, said="Put the tray nearer", by=cast.tomas, step=known[key] if key else None)
    procedure.refresh_from_db()
    return procedure


def _voted(procedure):
    week = week_of(timezone.localdate())
    HelpLot.objects.create(procedure=procedure, number=1, closed_week=week, at_least=4)
    HelpSentence.objects.create(
        procedure=procedure, week=week, text="The pictures help", state=HelpSentence.State.SHOWN
    )
    UseCount.add_one(procedure.pk, "opened", week=week)


def _run(procedure, known, cast, count=12):
    now, version = timezone.now(), Version.objects.get(procedure=procedure, number=1)
    for back in range(count):
        run = Run.objects.create(
            procedure=procedure, version=version, team=cast.line, place=cast.station, by=cast.tomas,
            state="failed" if back % 3 == 0 else "passed", went_first_time=back % 3 != 0, seconds=90,
            begun_at=now - timedelta(days=back + 1), ended_at=now - timedelta(days=back + 1),
        )  # fmt: skip
        result = "fail" if back % 3 == 0 else "pass"
        StepResult.objects.create(run=run, step=known["fetch"], position=0, result=result)
