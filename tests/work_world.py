"""How the work is done, of one's own team and of others: the records of the room `work` met on the walk."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from genba.conftest import Cast
from genba.work.checks.given import Given
from genba.work.checks.rounds import set_round, stop_round
from genba.work.checks.running import begin_run, take_run
from genba.work.code.keeping import add_repository, close_repository
from genba.work.formats import arriving
from genba.work.life.approval import ask_for_approval
from genba.work.life.piloting import begin_pilot
from genba.work.life.reviewing import retire
from genba.work.models import (
    CheckRound,
    Flow,
    HelpSentence,
    Procedure,
    ProcedureImport,
    Process,
    Repository,
    Run,
    ShadowTool,
    ValueStream,
    Version,
)
from genba.work.questioning import ask
from genba.work.readings import ask_to_read
from genba.work.reviewing import ask_for_review, give_verdict
from genba.work.shadow.adding import add_tool
from genba.work.shadow.ending import end, look_at
from genba.work.suggesting import decline, suggest
from genba.work.tests.factory import change, make_draft, make_procedure, make_process
from genba.work.using import week_of
from genba.work.writing import put_in_force
from tests.control_world import controlled

if TYPE_CHECKING:
    from tests.world import Records


def worked(cast: Cast, met: type) -> "Records":
    """The records of the room, of the line and of the ward, in the states that matter."""
    line = make_process(cast)
    ward = make_process(cast, "Care", owner=cast.wanda, team=cast.ward)
    counts = make_procedure(cast, process=line, is_check=True)
    draft = make_draft(cast, process=ward, title="Wash hands", owner=cast.wanda).procedure
    return [
        *_of_versions(cast, met, counts, draft),
        *_suggested(cast, met, counts, draft),
        *_imported(cast, met, line),
        *_procedures(cast, met, counts, draft),
        *_run(cast, met, counts),
        *_streams(cast, met, line, ward),
        *_looked_at(cast, met, draft),
        *_shadow_tools(cast, met, line, ward),
        *controlled(cast, met, line, ward),
        (r"/rules/fields/<", [met("a field", {"code": "improve.card.text"})]),
        (r"/rules/<", [met("a rule", {"code": "improve.card.board"})]),
    ]


def _procedures(cast: Cast, met: type, counts: Procedure, draft: Procedure) -> "Records":
    keys = {"the line's procedure in force": counts, "the ward's draft": draft}
    old = make_procedure(cast, title="The old way", process=counts.process)
    retire(old, by=cast.amira, because="Nobody works so any more.")
    values = {what: _values(one.versions.get()) for what, one in keys.items()}
    procedures = [met(what, found) for what, found in values.items()]
    retired = met("the line's procedure, retired", _values(old.versions.get()))
    by_key = [met(what, {"procedure_id": one.pk, "number": 1}) for what, one in keys.items()]
    return [
        (r"/procedures/<int:pk>/(begin|confirm|retire|return|suggest)/$", [*procedures, retired]),
        (r"/procedures/<", procedures),
        (r"/checks/(run|of)/<", [*procedures, retired]),
        (r"/api/v1/procedures/<", by_key),
    ]


def _of_versions(cast: Cast, met: type, counts: Procedure, draft: Procedure) -> "Records":
    tried = make_draft(cast, title="Press the clip", process=counts.process)
    begin_pilot(tried, by=cast.amira, until=timezone.localdate() + timedelta(days=9), team=cast.line)
    waits = make_draft(cast, title="Pack a parcel", process=counts.process, why="Parcels arrive whole.")
    ask_for_approval(waits, by=cast.amira)
    changed = make_procedure(cast, title="Drive screws", process=counts.process)
    second = change(changed, cast, question="What is new?", expected_answer="The torque")
    put_in_force(second, by=cast.quentin)
    ask_to_read(second)
    versions = {
        "the line's version in force": counts.versions.get(),
        "the ward's version, a draft": draft.versions.get(),
        "the line's version on trial": tried,
        "the line's version, waits for approval": waits,
        "the line's version, replaced": changed.versions.get(number=1),
    }
    lived = [met(what, _values(one)) for what, one in versions.items()]
    asked = met("the line's change, the member asked to read it", _values(second))
    begins = r"/procedures/<int:pk>/versions/<int:number>"
    return [
        (rf"{begins}/(edit|draft|pictures|pilot|approval|send-back|withdraw)/", lived),
        (rf"{begins}/(read|readers|difference)/", [asked, lived[1]]),
    ]


def _values(version: Version) -> dict[str, Any]:
    key = version.procedure.known_steps.earliest("id").key
    return {"pk": version.procedure_id, "number": version.number, "page": 1, "key": key}


def _suggested(cast: Cast, met: type, counts: Procedure, draft: Procedure) -> "Records":
    own = suggest(counts, said="The tray is empty at night.", by=cast.tomas)
    answered = suggest(counts, said="Use glue.", by=cast.tomas)
    decline(answered, by=cast.amira, answer="Glue does not hold.")
    other = suggest(draft, said="The tap is too far away.", by=cast.wanda)
    first, second = (one.known_steps.earliest("id") for one in (counts, draft))
    asked = ask(first, text="Which tray?", number=1, by=cast.tomas)
    foreign = ask(second, text="Which soap?", number=1, by=cast.wanda)
    sentence = HelpSentence.objects.create(
        procedure=counts, week=week_of(timezone.localdate()), text="Clear.", state=HelpSentence.State.SHOWN
    )
    return [
        (
            r"/procedures/<int:pk>/suggestions/<",
            [
                met("the line's suggestion", {"pk": counts.pk, "suggestion": own.pk}),
                met("the line's suggestion, answered", {"pk": counts.pk, "suggestion": answered.pk}),
                met("the ward's suggestion", {"pk": draft.pk, "suggestion": other.pk}),
                met(
                    "the ward's suggestion under the line's address",
                    {"pk": counts.pk, "suggestion": other.pk},
                ),
            ],
        ),
        (
            r"/questions/<",
            [
                met("question at the line's step", {"pk": asked.pk}),
                met("question at the ward's step", {"pk": foreign.pk}),
            ],
        ),
        (r"/sentences/<", [met("a sentence without a name", {"pk": sentence.pk})]),
    ]


def _imported(cast: Cast, met: type, process: Process) -> "Records":
    def seen(name: str) -> ProcedureImport:
        upload = SimpleUploadedFile(name, b"# Close a lid\n\n1. Fetch the lid\n2. Press the lid down\n")
        found = arriving.look_at(upload, by=cast.tomas)
        arriving.keep(found, upload)
        return found

    looked_at, taken, forgotten = seen("lid.md"), seen("taken.md"), seen("forgotten.md")
    pieces = arriving.pieces_of(taken)
    arriving.take_over(taken, pieces, by=cast.tomas, title="Close a lid", why="", into=process)
    arriving.forget(forgotten, by=cast.tomas)
    imports = {
        "the member's document, looked at": looked_at,
        "the member's document, taken over": taken,
        "the member's document, thrown away": forgotten,
    }
    return [(r"/procedures/import/<", [met(what, {"pk": one.pk}) for what, one in imports.items()])]


def _run(cast: Cast, met: type, check: Procedure) -> "Records":
    version = check.in_force
    assert version is not None
    well = [Given("fetch", "pass"), Given("set", value="4.0"), Given("clip", "pass"), Given("label", "pass")]
    began = {"version": version, "place": cast.station}
    mine, ended, left = (begin_run(**began, by=cast.tomas, team=cast.line) for _time in range(3))
    take_run(ended, well, by=cast.tomas, ending="end")
    take_run(left, well[:1], by=cast.tomas, ending="give_up")
    runs: dict[str, Run] = {
        "the member's run, open": mine,
        "the member's run, ended": ended,
        "the member's run, given up": left,
        "the ward's run, open": begin_run(**began, by=cast.wanda, team=cast.ward),
    }
    every = {"procedure": check, "rhythm": CheckRound.Rhythm.DAYS}
    rounds = {
        "the line's round": set_round(CheckRound(team=cast.line, place=cast.station, **every), by=cast.amira),
        "the ward's round of the line's check": set_round(CheckRound(team=cast.ward, **every), by=cast.wanda),
        "the line's round, stopped": set_round(CheckRound(team=cast.line, **every), by=cast.amira),
    }
    stop_round(rounds["the line's round, stopped"], by=cast.amira)
    return [
        (r"/checks/runs/<", [met(what, {"pk": one.pk}) for what, one in runs.items()]),
        (r"/checks/rounds/<", [met(what, {"pk": one.pk}) for what, one in rounds.items()]),
        (r"/checks/at/<", [met("place of the line", {"code": cast.station.code})]),
    ]


def _streams(cast: Cast, met: type, line: Process, ward: Process) -> "Records":
    arrow = Flow.objects.create(source=line, target=ward)
    stream = ValueStream.objects.get()
    closed = make_process(cast, "Polish", is_closed=True)
    processes = {"the line's process": line, "the ward's process": ward, "the line's process, closed": closed}
    return [
        (
            r"/work/streams/<",
            [met("the value stream", {"pk": stream.pk, "arrow": arrow.pk, "process": line.pk})],
        ),
        (r"/work/processes/<", [met(what, {"pk": one.pk}) for what, one in processes.items()]),
        (r"/api/v1/value-streams/<", [met("the value stream", {"stream_id": stream.pk})]),
        (r"/api/v1/processes/<", [met(what, {"process_id": one.pk}) for what, one in processes.items()]),
    ]


def _looked_at(cast: Cast, met: type, draft: Procedure) -> "Records":
    version = draft.versions.get()
    begun = make_draft(cast, title="Look twice", process=draft.process)
    given = ask_for_review(begun, by=cast.amira, of=cast.nobody)
    give_verdict(given, by=cast.nobody, verdict="good", sentence="I would do it so.")
    reviews = {
        "asked of the member": ask_for_review(begun, by=cast.amira, of=cast.tomas),
        "asked of the ward": ask_for_review(begun, by=cast.amira, team=cast.ward),
        "given already": given,
    }
    repositories = {
        what: Repository(provider="github", address="https://github.com", name=name, team=team)
        for what, name, team in (
            ("the line's repository", "riverside/labels", cast.line),
            ("the ward's repository", "riverside/beds", cast.ward),
            ("the line's repository, closed", "riverside/old", cast.line),
        )
    }
    for one in repositories.values():
        add_repository(one, by=cast.quentin)
    close_repository(repositories["the line's repository, closed"], by=cast.quentin)
    return [
        (r"/reviews/ask/<", [met("the ward's draft", {"kind": "work.version", "key": version.pk})]),
        (r"/reviews/<", [met(f"look {what}", {"pk": one.pk}) for what, one in reviews.items()]),
        (r"/code/<", [met(what, {"pk": one.pk}) for what, one in repositories.items()]),
    ]


def _shadow_tools(cast: Cast, met: type, line: Process, ward: Process) -> "Records":
    tools: dict[str, ShadowTool] = {
        "the line's shadow tool": add_tool(sentence="The list on the door", by=cast.tomas, process=line),
        "the line's shadow tool, kept": add_tool(sentence="The torque table", by=cast.tomas, process=line),
        "the ward's shadow tool": add_tool(sentence="The chat of the ward", by=cast.wanda, process=ward),
        "a shadow tool of nobody's team": add_tool(sentence="Asking Ben", by=cast.tomas, with_name=False),
        "the line's shadow tool, its import undone": add_tool(sentence="Gone", by=cast.tomas, process=line),
    }
    look_at(tools["the ward's shadow tool"], by=cast.wanda)
    end(tools["the line's shadow tool, kept"], state="kept", ending="It is quicker.", by=cast.amira)
    gone = tools["the line's shadow tool, its import undone"]
    ShadowTool.objects.filter(pk=gone.pk).update(withdrawn_at=timezone.now())
    return [
        (r"/shadow-tools/<", [met(what, {"pk": one.pk}) for what, one in tools.items()]),
        (r"/api/v1/shadow-tools/<", [met(what, {"tool_id": one.pk}) for what, one in tools.items()]),
    ]
