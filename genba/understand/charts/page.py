"""What the pages with charts show: pictures, sentences, icons, and the readings as a table."""

from typing import Any

from django.forms import ModelForm
from django.utils.safestring import SafeString

from genba.ui.control_chart import words
from genba.ui.control_chart.drawing import draw
from genba.ui.control_chart.icons import assurance_icon, variation_icon
from genba.ui.control_chart.picture import NARROW, SMALL, WIDE
from genba.ui.control_chart.readout import legend, readout, rows_of
from genba.ui.control_chart.scale import number
from genba.understand.charts.choosing import Shown
from genba.understand.charts.wanted import team_of
from genba.understand.charts.words import kind_words, others, reason
from genba.understand.models import Metric

IN_THE_FOLD = 60
UNUSUAL = frozenset({"wanted", "unwanted", "up", "down", "unusual"})


def chart_parts(shown: Shown, *, form: ModelForm[Metric], is_whole: bool = False) -> dict[str, Any]:
    """All that stands in the panel of one metric's chart, with the form that changes its rules.

    `is_whole`: every reading stands in the table.
    """
    picture, reasons = shown.picture, shown.whys
    said = words.sentence(picture)
    return {
        "said": said,
        "is_empty": not picture.said.count,
        "wide": draw(picture, WIDE, label=said),
        "narrow": draw(picture, NARROW, label=said),
        "readout": readout(picture, reasons),
        "data_id": f"spc-data-{shown.metric.pk}",
        "icons": icons_of(shown),
        "legend": legend(picture),
        "notes": words.notes(picture),
        "changes": list(enumerate(shown.changes, start=1)),
        "kind": kind_words(picture.charted.kind),
        "wanted_kind": kind_words(shown.kind),
        "reason": reason(shown),
        "others": others(shown),
        "is_chosen": shown.is_chosen,
        "is_replaced": shown.is_replaced,
        "rows": rows_of(picture, reasons, 0 if is_whole else IN_THE_FOLD),
        "count": len(picture.y),
        "is_whole": is_whole or len(picture.y) <= IN_THE_FOLD,
        "is_long": picture.is_long,
        "form": form,
    }


def icons_of(shown: Shown) -> list[SafeString]:
    """Variation, and assurance where there is a target."""
    said = shown.picture.said
    icons = [variation_icon(said.variation, said.mark.side)]
    return [*icons, assurance_icon(said.assurance)] if shown.target else icons


def small_parts(shown: Shown) -> dict[str, Any]:
    """One small chart among many."""
    picture = shown.picture
    return {
        "metric": shown.metric,
        "drawn": draw(picture, SMALL) if picture.said.count else "",
        "said": words.sentence(picture),
        "last": number(picture.said.last * picture.scale) if picture.said.count else "—",
        "unit": picture.unit,
        "icons": icons_of(shown),
        "is_unusual": picture.said.variation in UNUSUAL,
    }


def by_team(many: list[Shown]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Small charts under the name of their team, in the order in which they come."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for shown in many:
        groups.setdefault(str(team_of(shown.metric) or ""), []).append(small_parts(shown))
    return list(groups.items())
