"""The measured flow of a board as a page shows it: lengths as lengths, weeks as small bars."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from genba.analysis.flow import Spread, Week
from genba.improve.models import BoardFlow

STEP, TALLEST, GROUND, LABEL_GAP = 24, 28, 42, 3


@dataclass(frozen=True)
class Bar:
    """One week, drawn."""

    x: int
    y: int
    height: int
    done: int

    @property
    def middle(self) -> int:
        """Where its number stands."""
        return self.x + 9

    @property
    def label_y(self) -> int:
        """How high its number stands."""
        return self.y - LABEL_GAP


@dataclass(frozen=True)
class FlowPanel:
    """What the history of a board says."""

    cycle: Spread
    median: timedelta
    low: timedelta | None
    high: timedelta | None
    weeks: list[Bar]
    weeks_in_words: str
    width: int

    @property
    def total(self) -> int:
        """How many cards were done in these weeks."""
        return sum(bar.done for bar in self.weeks)


def flow_panel(measured: BoardFlow | None) -> FlowPanel:
    """Draw what the worker measured; before its first turn there is nothing to say yet."""
    measured = measured or BoardFlow()
    between = measured.median_between
    return FlowPanel(
        cycle=measured.of_cards,
        median=timedelta(days=measured.of_cards.median or 0),
        low=timedelta(days=between[0]) if between else None,
        high=timedelta(days=between[1]) if between else None,
        weeks=_bars(measured.throughput),
        weeks_in_words=_in_words(measured.throughput),
        width=STEP * len(measured.throughput),
    )


def _bars(weeks: list[Week]) -> list[Bar]:
    most = max((week.done for week in weeks), default=0) or 1
    heights = [max(round(TALLEST * week.done / most), 1) for week in weeks]
    return [
        Bar(x=STEP * place, y=GROUND - height, height=height, done=week.done)
        for place, (week, height) in enumerate(zip(weeks, heights, strict=True))
    ]


def _in_words(weeks: list[Week]) -> str:
    said = [
        _("week of %(day)s: %(n)d") % {"day": date_format(week.monday, "j M"), "n": week.done}
        for week in weeks
    ]
    return ", ".join(said)
