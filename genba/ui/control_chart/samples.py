"""Control charts for the living page: one for each state, on numbers of our own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from genba.analysis.control_charts import suited_chart
from genba.analysis.series import Series
from genba.ui.control_chart import words
from genba.ui.control_chart.drawing import draw
from genba.ui.control_chart.icons import assurance_icon, variation_icon
from genba.ui.control_chart.picture import NARROW, SMALL, WIDE, Picture
from genba.ui.control_chart.readout import legend, readout

FIRST = datetime(2025, 1, 6, tzinfo=UTC)
# fmt: off
CALM = (52, 48, 50, 55, 47, 51, 49, 53, 46, 50, 54, 48, 51, 49, 52, 50, 47, 53, 50, 49, 52, 48, 51, 50, 49)
LOWER = (41, 38, 40, 43, 37, 39, 42, 40, 38, 41, 39, 42)
# fmt: on
WITH_ALL = (*CALM[:14], 92, *CALM[15:20], *LOWER, 44, 36, 52)
GHOST, STEP = 14, 20


@dataclass(frozen=True, slots=True)
class Small:
    """A small chart in one state: its name, the drawing, the sentence, and its icons."""

    title: str
    drawn: SafeString
    said: str
    icons: tuple[SafeString, ...]


def chart_samples() -> dict[str, Any]:
    """One whole chart with a step, a ghost and a target, small ones in each state, and every icon."""
    whole = _picture(WITH_ALL, ghosts=(GHOST,), starts=(0, STEP), target=45.0, better="down")
    said = words.sentence(whole)
    return {
        "said": said,
        "wide": draw(whole, WIDE, label=said),
        "narrow": draw(whole, NARROW, label=said),
        "readout": readout(
            whole, ["" if place != GHOST else "Oven stood still" for place in range(len(WITH_ALL))]
        ),
        "legend": legend(whole),
        "small": [_small(title, picture) for title, picture in _states()],
        "variations": [variation_icon(code, side) for code, side in _SIDES],
        "assurances": [assurance_icon(code) for code in words.ASSURANCES],
    }


_SIDES = (*((code, "up") for code in words.VARIATIONS), ("wanted", "down"), ("unwanted", "down"))


def _states() -> list[tuple[str, Picture]]:
    return [
        (_("Only the usual"), _picture(CALM)),
        (_("Better"), _picture((*CALM[:18], *LOWER[:8]), better="down")),
        (_("Worse"), _picture((*CALM, 71), better="down")),
        (_("Neither direction is good"), _picture((*CALM, 71))),
        (_("A gap"), _picture((*CALM[:12], float("nan"), float("nan"), *CALM[14:]))),
        (_("Fewer than twelve readings"), _picture(CALM[:7])),
    ]


def _picture(
    values: Sequence[float],
    *,
    ghosts: Sequence[int] = (),
    starts: tuple[int, ...] = (0,),
    target: float | None = None,
    better: str = "neither",
) -> Picture:
    left_out = np.zeros(len(values), dtype=bool)
    left_out[list(ghosts)] = True
    series = Series(np.array(values, dtype=float), left_out, starts=starts)
    at = [FIRST + timedelta(weeks=week) for week in range(len(values))]
    return Picture(
        suited_chart(series, "xmr", "nhs"), at, better=better, target=target, unit="min", floor=0.0
    )


def _small(title: str, picture: Picture) -> Small:
    said = picture.said
    icons = (variation_icon(said.variation, said.mark.side),)
    return Small(title, draw(picture, SMALL), words.sentence(picture), icons)
