"""What the checks hang into the rooms below: their nouns, their place in the menu, their parts of pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from genba.people.access import SIGNED_IN
from genba.people.subjects import Subject, register_subject
from genba.people.ties import Tie, register_tie
from genba.ui.blocks import Block, register_block
from genba.ui.registry import MenuEntry, register_menu
from genba.work.checks import parts as checks
from genba.work.models import CheckRound, DueCheck, Run, StepResult
from genba.work.parts import Part, register_part


def hang_checks() -> None:
    """Hang everything in; called once when Django starts."""
    _hang_subjects()
    register_menu(
        MenuEntry(
            "work:checks",
            _("Checks"),
            "check",
            needs=SIGNED_IN,
            order=24,
            keys="g c",
            group="work",
        )
    )
    register_tie(Tie(Run, "by", _("Checks they ran"), ("id", "procedure", "begun_at", "ended_at", "state")))
    register_tie(Tie(CheckRound, "set_by", _("Rounds of checks they set"), ("id", "procedure")))
    register_part(
        Part(
            "check_run",
            "procedure",
            "work/checks/parts/button.html",
            checks.run_button,
            order=10,
            place="head",
        )
    )
    register_part(
        Part("check_figures", "procedure", "work/checks/parts/figures.html", checks.figures, order=60)
    )
    register_block(
        Block(
            "checks_due",
            frozenset({"member", "lead"}),
            15,
            "work/checks/parts/due_block.html",
            checks.due_block,
        )
    )


def _hang_subjects() -> None:
    register_subject(
        Subject(
            Run,
            _("Run of a check"),
            "check",
            visible_to=lambda person: Run.objects.visible_to(person).select_related("procedure"),
            url=lambda run: reverse("work:check_result", args=[run.pk]),
            title=str,
        )
    )
    register_subject(
        Subject(
            StepResult,
            _("Result at a step"),
            "check",
            visible_to=lambda person: StepResult.objects.visible_to(person).select_related("step"),
            url=lambda result: (
                f"{reverse('work:check_result', args=[result.run_id])}#result-{result.position}"
            ),
            title=str,
        )
    )
    register_subject(
        Subject(
            CheckRound,
            _("Round of a check"),
            "clock",
            visible_to=lambda person: CheckRound.objects.visible_to(person).select_related(
                "procedure", "team"
            ),
            url=lambda round_: reverse("work:check_rounds", args=[round_.procedure_id]),
            title=lambda round_: str(round_.procedure),
        )
    )
    register_subject(
        Subject(
            DueCheck,
            _("Check that is due"),
            "clock",
            visible_to=lambda person: DueCheck.objects.visible_to(person).select_related("round__procedure"),
            url=lambda due: reverse("work:check_run", args=[due.round.procedure_id]),
            title=lambda due: str(due.round.procedure),
        )
    )
