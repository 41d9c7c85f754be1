"""What "Why we ask" hangs into the rooms below: its page in the menu, its kinds of record, the own words."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from genba.people.access import SIGNED_IN
from genba.people.subjects import Subject, register_subject
from genba.people.ties import Tie, register_tie
from genba.ui.registry import MenuEntry, register_menu
from genba.ui.rules import take_own_whys_from
from genba.work.asking import of_forms, of_things, of_work
from genba.work.asking.whys import own_whys
from genba.work.models import FieldOff, RuleWhy

_HANG_THEMSELVES_IN = (of_forms, of_things, of_work)


def hang_whys() -> None:
    """Hang everything in."""
    take_own_whys_from(own_whys)
    register_subject(
        Subject(
            RuleWhy,
            _("Why of a rule"),
            "question",
            visible_to=lambda person: RuleWhy.objects.all() if person else RuleWhy.objects.none(),
            url=lambda said: f"{reverse('work:rules')}#{said.code}",
            title=str,
        )
    )
    register_subject(
        Subject(
            FieldOff,
            _("Field that is not asked any more"),
            "question",
            visible_to=lambda person: FieldOff.objects.all() if person else FieldOff.objects.none(),
            url=lambda _off: f"{reverse('work:rules')}#off",
            title=str,
        )
    )
    register_menu(
        MenuEntry("work:rules", _("Why we ask"), "question", needs=SIGNED_IN, order=48, group="work")
    )
    register_tie(Tie(RuleWhy, "owner", _("Rules they answer for"), ("id", "code")))
