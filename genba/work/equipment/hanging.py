"""What equipment hangs into the house."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from genba.people.access import SIGNED_IN
from genba.people.subjects import Subject, register_subject
from genba.people.ties import Tie, register_tie
from genba.ui.blocks import Block, register_block
from genba.ui.registry import MenuEntry, register_menu
from genba.work.equipment.listing import due_soon
from genba.work.models import Calibration, Equipment, Measurement


def hang_equipment() -> None:
    """Called once, when Django starts."""
    register_subject(
        Subject(
            Equipment,
            _("Equipment"),
            "measurement",
            visible_to=Equipment.objects.visible_to,
            url=lambda equipment: reverse("work:equipment", args=[equipment.pk]),
            title=lambda equipment: equipment.name,
            searched=("code", "name", "serial", "kind"),
            note=lambda equipment: equipment.code,
        )
    )
    register_subject(
        Subject(
            Calibration,
            _("Calibration"),
            "measurement",
            visible_to=lambda person: Calibration.objects.visible_to(person).select_related("equipment"),
            url=lambda one: f"{reverse('work:equipment', args=[one.equipment_id])}#calibration-{one.pk}",
            title=str,
        )
    )
    register_menu(
        MenuEntry(
            "work:equipment_list", _("Equipment"), "measurement", needs=SIGNED_IN, order=27, group="work"
        )
    )
    leads = frozenset({"lead", "quality"})
    register_block(Block("due_equipment", leads, 45, "work/equipment/block.html", due_soon))
    columns = ("id", "on", "as_found", "is_in_tolerance")
    register_tie(Tie(Calibration, "written_by", _("Calibrations they wrote down"), columns))
    register_tie(Tie(Measurement, "noted_by", _("Measurements they noted"), ("id", "on", "what")))
