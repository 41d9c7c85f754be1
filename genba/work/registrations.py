"""What the room `work` hangs into the rooms below: its nouns, its places in the menu, its actions."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from genba.people.access import SIGNED_IN
from genba.people.subjects import Subject, register_subject
from genba.people.ties import Tie, register_tie
from genba.ui.registry import MenuEntry, PaletteAction, register_action, register_menu
from genba.work.asking.hanging import hang_whys
from genba.work.checks.hanging import hang_checks
from genba.work.documents.hanging import hang_documents
from genba.work.equipment.hanging import hang_equipment
from genba.work.formats import beside as files_beside
from genba.work.help_parts import register_help_parts
from genba.work.life.hanging import hang_life
from genba.work.models import (
    HourCost,
    KnownStep,
    MergeRequest,
    PeerReview,
    Procedure,
    ProcedureImport,
    Process,
    Repository,
    ShadowTool,
    StepAnswer,
    StepQuestion,
    ValueStream,
    Version,
)
from genba.work.reviewing import title_of as review_title
from genba.work.shadow import beside, import_tools
from genba.work.skills.hanging import hang_skills


def _procedure_note(procedure: Any) -> str:
    return f"{procedure.code} · {procedure.process}"


register_subject(
    Subject(
        ValueStream,
        _("Value stream"),
        "stream",
        visible_to=ValueStream.objects.visible_to,
        url=lambda stream: reverse("work:stream", args=[stream.pk]),
        title=lambda stream: stream.name,
        searched=("name", "purpose"),
    )
)
register_subject(
    Subject(
        Process,
        _("Process"),
        "process",
        visible_to=lambda person: Process.objects.visible_to(person).select_related("value_stream"),
        url=lambda process: reverse("work:process", args=[process.pk]),
        title=lambda process: process.name,
        searched=("name", "purpose"),
        note=lambda process: str(process.value_stream),
    )
)
register_subject(
    Subject(
        Procedure,
        _("Procedure"),
        "procedure",
        visible_to=lambda person: Procedure.objects.visible_to(person).select_related("process"),
        url=lambda procedure: reverse("work:procedure", args=[procedure.pk]),
        title=lambda procedure: procedure.title,
        searched=("code", "title", "words"),
        note=_procedure_note,
    )
)
register_subject(
    Subject(
        Version,
        _("Version of a procedure"),
        "procedure",
        visible_to=lambda person: Version.objects.visible_to(person).select_related("procedure"),
        url=lambda version: reverse("work:version", args=[version.procedure_id, version.number]),
        title=str,
    )
)
register_subject(
    Subject(
        KnownStep,
        _("Step"),
        "procedure",
        visible_to=lambda person: KnownStep.objects.filter(
            procedure__in=Procedure.objects.visible_to(person)
        ).select_related("procedure"),
        url=lambda step: f"{reverse('work:procedure', args=[step.procedure_id])}#step-{step.key}",
        title=lambda step: step.what,
        note=lambda step: str(step.procedure),
    )
)
register_menu(
    MenuEntry("work:streams", _("How we work"), "stream", needs=SIGNED_IN, order=20, keys="g w", group="work")
)
register_menu(
    MenuEntry(
        "work:procedures", _("Procedures"), "procedure", needs=SIGNED_IN, order=22, keys="g p", group="work"
    )
)
register_action(PaletteAction("work:new_procedure", _("New procedure"), "plus", needs=SIGNED_IN))

register_tie(Tie(ValueStream, "owner", _("Value streams they own"), ("id", "name")))
register_tie(Tie(Process, "owner", _("Processes they own"), ("id", "name")))
register_tie(Tie(Procedure, "owner", _("Procedures they own"), ("id", "code", "title")))
register_tie(
    Tie(
        Version,
        "made_by",
        _("Versions of procedures they began"),
        ("id", "number", "title", "reason", "made_at"),
    )
)

# Shadow tools
_HANG_THEMSELVES_IN = (beside, import_tools, files_beside)


def _tool_note(tool: Any) -> str:
    return f"{tool.get_state_display()} · {tool.process}" if tool.process else tool.get_state_display()


register_subject(
    Subject(
        ShadowTool,
        _("Shadow tool"),
        "table",
        visible_to=lambda person: ShadowTool.objects.visible_to(person).select_related("process"),
        url=lambda tool: reverse("work:shadow_tool", args=[tool.pk]),
        title=lambda tool: tool.sentence,
        searched=("sentence", "lacks"),
        note=_tool_note,
    )
)
register_subject(
    Subject(
        HourCost,
        _("What an hour costs"),
        "table",
        visible_to=lambda person: HourCost.objects.all() if person else HourCost.objects.none(),
        url=lambda _cost: reverse("work:shadow_tools"),
        title=str,
    )
)
register_menu(
    MenuEntry(
        "work:shadow_tools", _("Shadow tools"), "table", needs=SIGNED_IN, order=26, keys="g s", group="work"
    )
)
register_action(
    PaletteAction("work:new_shadow_tool", _("Where do you really look?"), "plus", needs=SIGNED_IN)
)
register_tie(Tie(ShadowTool, "added_by", _("Shadow tools they told us of"), ("id", "sentence", "added_on")))
register_tie(Tie(ShadowTool, "ended_by", _("Shadow tools they decided on"), ("id", "ending", "ended_on")))
register_tie(Tie(HourCost, "said_by", _("Figures of what an hour costs"), ("id", "amount", "said_on")))
# Controlled documents, equipment, competence: each package hangs in its own
hang_checks()
hang_documents()
hang_equipment()
hang_skills()
hang_whys()
# Does it help?
register_subject(
    Subject(
        StepQuestion,
        _("Question about a step"),
        "question",
        visible_to=lambda person: StepQuestion.objects.visible_to(person).select_related("step__procedure"),
        url=lambda question: (
            f"{reverse('work:procedure', args=[question.step.procedure_id])}#step-{question.step.key}"
        ),
        title=lambda question: question.text,
        note=lambda question: str(question.step.procedure),
    )
)
register_tie(
    Tie(StepQuestion, "by", _("Questions about steps they asked"), ("id", "step", "text", "asked_at"))
)
register_tie(Tie(StepAnswer, "by", _("Answers about steps they gave"), ("id", "question", "text", "at")))
register_subject(
    Subject(
        PeerReview,
        _("Look of a colleague"),
        "people",
        visible_to=PeerReview.objects.visible_to,
        url=lambda review: reverse("work:review", args=[review.pk]),
        title=review_title,
    )
)
register_tie(Tie(PeerReview, "asked_of", _("Looks they were asked for"), ("id", "asked_at")))
register_tie(Tie(PeerReview, "asked_by", _("Looks they asked for"), ("id", "words", "asked_at")))
register_tie(Tie(PeerReview, "by", _("Looks they gave"), ("id", "verdict", "sentence", "at")))
register_menu(
    MenuEntry("work:reviews", _("Waiting for my look"), "people", needs=SIGNED_IN, order=36, group="work")
)
register_subject(
    Subject(
        Repository,
        _("Code repository"),
        "link",
        visible_to=Repository.objects.visible_to,
        url=lambda repository: reverse("work:repository", args=[repository.pk]),
        title=lambda repository: repository.name,
        note=lambda repository: repository.get_provider_display(),
    )
)
register_subject(
    Subject(
        MergeRequest,
        _("Change to code"),
        "link",
        visible_to=lambda person: MergeRequest.objects.visible_to(person).select_related("repository"),
        url=lambda change: (
            f"{reverse('work:repository', args=[change.repository_id])}#change-{change.number}"
        ),
        title=lambda change: change.title or str(change),
        note=lambda change: str(change.repository),
    )
)
register_tie(Tie(Repository, "made_by", _("Code repositories they connected"), ("id", "name", "made_on")))
register_action(PaletteAction("work:repositories", _("Code that is looked at"), "link", needs=SIGNED_IN))
register_help_parts()
hang_life()
# Documents that became procedures
register_subject(
    Subject(
        ProcedureImport,
        _("Imported document"),
        "procedure",
        visible_to=ProcedureImport.objects.visible_to,
        url=lambda seen: reverse("work:imported_procedure", args=[seen.pk]),
        title=lambda seen: seen.file_name,
    )
)
register_tie(Tie(ProcedureImport, "by", _("Documents they imported"), ("id", "file_name", "on")))
register_action(PaletteAction("work:import_procedure", _("Import a procedure"), "upload", needs=SIGNED_IN))
