"""What competence hangs into the house."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from genba.people.access import SIGNED_IN
from genba.people.subjects import Subject, register_subject
from genba.people.ties import Tie, register_tie
from genba.ui.registry import MenuEntry, PaletteAction, register_action, register_menu
from genba.work.models import Competence, RoleHolder, Skill, Teacher
from genba.work.skills import watching  # noqa: F401  (forgets evidence with an erased person)


def hang_skills() -> None:
    """Called once, when Django starts."""
    register_subject(
        Subject(
            Skill,
            _("Skill"),
            "training",
            visible_to=Skill.objects.visible_to,
            url=lambda skill: reverse("work:skill", args=[skill.pk]),
            title=lambda skill: skill.name,
            searched=("name", "meaning"),
        )
    )
    register_subject(
        Subject(
            Competence,
            _("Competence"),
            "training",
            visible_to=lambda person: Competence.objects.visible_to(person).select_related(
                "skill", "procedure"
            ),
            url=lambda one: reverse("work:learner", args=[one.person_id]),
            title=str,
        )
    )
    register_menu(MenuEntry("work:skills", _("Skills"), "training", needs=SIGNED_IN, order=28, group="work"))
    register_action(PaletteAction("work:my_skills", _("What I can do"), "training", needs=SIGNED_IN))
    columns = ("id", "skill", "procedure", "way", "shown_by", "on", "expires_on", "withdrawn_on")
    register_tie(Tie(Competence, "person", _("What they have shown that they can do"), columns))
    register_tie(Tie(Competence, "by", _("What they saw others do well"), ("id", "on")))
    register_tie(Tie(Teacher, "person", _("What they would teach"), ("id", "skill", "procedure")))
    register_tie(Tie(RoleHolder, "person", _("What they work as"), ("id", "role", "team")))
