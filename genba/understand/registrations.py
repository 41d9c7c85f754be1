"""What the room `understand` hangs into the rooms below: its nouns, its places in the menu, its actions."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from genba.people.access import SIGNED_IN
from genba.people.subjects import Subject, register_subject
from genba.people.ties import Tie, register_tie
from genba.ui.registry import MenuEntry, register_menu
from genba.understand import whys
from genba.understand.computed import records
from genba.understand.library import flow, quality
from genba.understand.models import Metric, Reading, StepChange, Target

_HANG_THEMSELVES_IN = (whys, quality, flow, records)

register_subject(
    Subject(
        Metric,
        _("Metric"),
        "measurement",
        visible_to=Metric.objects.visible_to,
        url=lambda metric: reverse("understand:metric", args=[metric.pk]),
        title=lambda metric: metric.name,
        searched=("name", "definition"),
    )
)
register_menu(
    MenuEntry(
        "understand:metrics", _("Metrics"), "measurement", needs=SIGNED_IN, order=30, keys="g e", group="work"
    )
)
register_tie(Tie(Metric, "owner", _("Metrics they own"), ("id", "name")))
register_tie(Tie(Reading, "by", _("Readings they wrote down"), ("id", "metric", "at", "value")))
register_tie(Tie(StepChange, "by", _("Step changes they marked"), ("id", "metric", "at", "why")))
register_tie(Tie(Target, "set_by", _("Targets they set"), ("id", "metric", "value", "by_day")))
