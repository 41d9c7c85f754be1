"""The readings behind a picture: for the cursor, for looking closer, and as a table."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from genba.analysis.chart_reading import Mark
from genba.ui.control_chart.drawing import shape_of
from genba.ui.control_chart.picture import NARROW, WIDE, Picture, Places
from genba.ui.control_chart.scale import day_words, number
from genba.ui.control_chart.words import mark_words


@dataclass(frozen=True, slots=True)
class Row:
    """One reading as a line of a table, in words."""

    day: str
    value: str
    lower: str
    centre: str
    upper: str
    mark: str
    is_unusual: bool
    why: str = ""


def rows_of(picture: Picture, reasons: Sequence[str] = (), last: int = 0) -> list[Row]:
    """The newest readings first, so many of them (0: all). `reasons` say why readings are left out."""
    centre, lower, upper = picture.lines
    floor = -math.inf if picture.floor is None else picture.floor
    first = max(len(picture.y) - last, 0) if last else 0
    return [
        Row(
            day_words(picture.at[place]),
            number(picture.y[place]),
            "—" if math.isnan(lower[place]) or lower[place] < floor else number(lower[place]),
            number(centre[place]),
            number(upper[place]),
            mark_words(mark),
            mark.family not in {"usual", "ghost", "missing"},
            reasons[place] if reasons else "",
        )
        for place, mark in reversed(list(enumerate(picture.marks)))
        if place >= first
    ]


def readout(picture: Picture, reasons: Sequence[str] = ()) -> dict[str, Any]:
    """What the script of a chart needs: the readings in words, and where they lie in both drawings."""
    codes = sorted({f"{mark.family} {mark.side}".strip() for mark in picture.marks})
    told: dict[str, Any] = {
        "unit": picture.unit,
        "rows": [
            [
                day_words(at),
                None if math.isnan(y) else number(y),
                f"{mark.family} {mark.side}".strip(),
                reasons[place] if reasons else "",
            ]
            for place, (at, y, mark) in enumerate(zip(picture.at, picture.y, picture.marks, strict=True))
        ],
        "words": {code: mark_words(_mark(code)) for code in codes},
        "places": {
            layout.name: _places(Places(picture, layout, get_language_bidi())) for layout in (WIDE, NARROW)
        },
    }
    return told | {"series": _series(picture), "names": _names()} if picture.is_long else told


def legend(picture: Picture, style: str = "") -> list[tuple[SafeString, str]]:
    """The marks that stand in the picture, each with its words. `style` goes with them onto paper."""
    kinds = dict.fromkeys((mark.family, mark.side) for mark in picture.marks)
    found = []
    for family, side in kinds:
        mark = Mark(family, side)
        if family not in {"usual", "missing"}:
            found.append((sample(mark, picture.tone(mark), style), mark_words(mark)))
    return found


def sample(mark: Mark, tone: str, style: str = "") -> SafeString:
    """One mark by itself."""
    shape = shape_of(mark.family, mark.side)
    inner = (
        f'<path class="p {mark.family} {tone}" d="M0 0{shape}"/>'
        if shape
        else '<circle class="p ghost" r="4"/>'
    )
    return mark_safe(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-8 -8 16 16" aria-hidden="true" focusable="false">'
        f"{f'<style>{style}</style>' if style else ''}{inner}</svg>"
    )


def _mark(code: str) -> Mark:
    family, _space, side = code.partition(" ")
    return Mark(family, side)  # type: ignore[arg-type]  # our own codes, taken apart again


def _places(places: Places) -> list[tuple[float, float] | None]:
    return [
        None if math.isnan(y) else (round(x, 1), round(y, 1))
        for x, y in zip(places.xs, places.ys, strict=True)
    ]


def _series(picture: Picture) -> list[list[float | None]]:
    """Moments in seconds, readings, and the three lines."""
    centre, lower, upper = picture.lines
    shown = [
        math.nan if mark.family == "ghost" else y for y, mark in zip(picture.y, picture.marks, strict=True)
    ]
    lines = (shown, upper, centre, lower)
    return [
        [moment.timestamp() for moment in picture.at],
        *([None if math.isnan(one) else one for one in line] for line in lines),
    ]


def _names() -> list[str]:
    return [_("Reading"), _("Upper limit"), _("Usual level"), _("Lower limit")]
