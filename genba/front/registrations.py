"""What the front hangs in: its places in the menu, its actions, and the blocks of the home page by role."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from genba.front import whys
from genba.front.alike import holders
from genba.front.blocks import (
    boards,
    cards,
    checks,
    experiments,
    facts,
    first_steps,
    loop,
    procedures,
    reports,
    signs,
    worker,
)
from genba.front.models import Backup, Notification
from genba.front.needs import SeesTheWorker
from genba.improve.recurrence.alike import offer_index
from genba.people.access import SIGNED_IN
from genba.people.subjects import Subject, register_subject
from genba.people.ties import Tie, register_tie
from genba.ui.blocks import Block, register_block
from genba.ui.registry import MenuEntry, PaletteAction, register_action, register_menu

_HANGS_ITSELF_IN = whys

register_menu(MenuEntry("front:home", _("Today"), "home", needs=SIGNED_IN, order=0))
register_menu(MenuEntry("front:glance", _("The loop"), "history", needs=SIGNED_IN, order=50))
register_menu(
    MenuEntry("front:worker", _("Background work"), "worker", needs=SeesTheWorker(), order=90, group="house")
)
register_menu(
    MenuEntry("front:backups", _("Backups"), "shield", needs=SeesTheWorker(), order=91, group="house")
)
register_action(PaletteAction("front:home", _("Today"), "home", keys="g h", needs=SIGNED_IN))
register_action(
    PaletteAction("front:glance", _("The loop at a glance"), "history", keys="g l", needs=SIGNED_IN)
)
register_action(PaletteAction("front:notifications", _("Notifications"), "bell", keys="g n", needs=SIGNED_IN))
register_action(PaletteAction("front:settings", _("Settings"), "settings", needs=SIGNED_IN))


register_subject(
    Subject(
        model=Backup,
        label=_("Backup"),
        icon="shield",
        visible_to=Backup.objects.visible_to,
        url=lambda _backup: reverse("front:backups"),
        title=str,
    )
)


def _block(name: str, roles: str, order: int, look: Any, *, place: str = "main", template: str = "") -> None:
    page = f"front/blocks/{template or name}.html"
    register_block(Block(name, frozenset(roles.split()), order, page, look, place))


_block("first_steps", "administrator", 5, first_steps.first_steps)
_block(
    "beginning",
    "quality executive lead member",
    5,
    first_steps.beginning,
    place="wide",
    template="first_steps",
)
_block("loop", "quality executive administrator", 10, loop.strip, place="wide")
_block("procedures", "member lead quality executive administrator auditor", 15, procedures.procedures)
_block("signs", "member lead quality executive", 18, signs.asking_signs)
_block("waiting", "lead quality", 20, reports.waiting_reports)
_block("own_reports", "member", 20, reports.own_reports)
_block("teams", "quality executive auditor", 30, loop.teams)
_block("checks", "lead quality", 40, checks.due_checks)
_block("late", "lead", 50, cards.late_cards)
_block("experiments", "lead", 60, experiments.ending_experiments)
_block("own_cards", "member lead", 70, cards.own_cards, place="aside")
_block("board", "member", 80, boards.team_board)
_block("facts", "auditor", 20, facts.latest_facts)
_block("worker", "quality administrator", 90, worker.background_work, place="aside")
_block("wall", "member executive", 100, reports.wall, place="aside")

register_tie(Tie(Backup, "asked_by", _("Backups they asked for"), ("id", "asked_at", "state")))
register_tie(
    Tie(
        Notification,
        "person",
        _("Notices"),
        ("id", "code", "subject_kind", "subject_id", "created_at", "read_at"),
    )
)

offer_index(holders)
