"""What the room `understand` hangs into the rooms below: its nouns, its places in the menu, its actions."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from genba.people.access import SIGNED_IN
from genba.people.subjects import Subject, register_subject
from genba.people.ties import Tie, register_tie
from genba.ui.registry import MenuEntry, PaletteAction, register_action, register_menu
from genba.understand import beside, whys
from genba.understand.computed import records
from genba.understand.library import flow, quality
from genba.understand.looks import audits, ideas, language, leaders, metrics, recurring, reports
from genba.understand.models import AuditDate, CostLine, Feed, Metric, Reading, Sign, StepChange, Target
from genba.understand.signs.registry import described

_HANG_THEMSELVES_IN = (beside, whys, quality, flow, records)
_LOOK = (metrics, ideas, reports, audits, leaders, recurring, language)

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

# Warning signs and the calendar of audits


def _title_of_sign(sign: Sign) -> str:
    says = described(sign.sign)
    return gettext(says.title) if says else sign.sign.replace("_", " ")


register_subject(
    Subject(
        Sign,
        _("Warning sign"),
        "question",
        visible_to=Sign.objects.visible_to,
        url=lambda sign: reverse("understand:sign", args=[sign.pk]),
        title=_title_of_sign,
    )
)
register_subject(
    Subject(
        AuditDate,
        _("Day of an audit"),
        "calendar",
        visible_to=AuditDate.objects.visible_to,
        url=lambda _audit: reverse("understand:audit_dates"),
        title=lambda audit: audit.name,
    )
)
register_menu(
    MenuEntry("understand:signs", _("Warning signs"), "question", needs=SIGNED_IN, order=31, group="work")
)
register_action(PaletteAction("understand:signs", _("Warning signs"), "question", needs=SIGNED_IN))
register_action(PaletteAction("understand:audit_dates", _("Days of audits"), "calendar", needs=SIGNED_IN))
register_tie(
    Tie(Sign, "answered_by", _("Warning signs they answered"), ("id", "sign", "answered_at", "reason"))
)
register_tie(
    Tie(Sign, "truth_by", _("Warning signs of which they said what turned out"), ("id", "sign", "truth"))
)
register_tie(Tie(AuditDate, "kept_by", _("Days of audits they entered"), ("id", "day", "name")))

# The cost of poor quality
register_subject(
    Subject(
        CostLine,
        _("Cost of poor quality"),
        "decision",
        visible_to=CostLine.objects.visible_to,
        url=lambda line: f"{reverse('understand:costs')}#cost-{line.pk}",
        title=lambda line: line.name,
    )
)
register_action(PaletteAction("understand:costs", _("Cost of poor quality"), "decision", needs=SIGNED_IN))
register_tie(Tie(CostLine, "said_by", _("Costs of poor quality they said"), ("id", "name", "amount")))
# Sources
register_subject(
    Subject(
        Feed,
        _("Source of a metric"),
        "globe",
        visible_to=Feed.objects.visible_to,
        url=lambda feed: reverse("understand:feed", args=[feed.pk]),
        title=str,
    )
)
register_action(PaletteAction("understand:feeds", _("Sources of metrics"), "link", needs=SIGNED_IN))
