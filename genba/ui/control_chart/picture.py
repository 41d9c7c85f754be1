"""What a picture of a control chart is made of, and where its points lie."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import pairwise

import numpy as np

from genba.analysis.chart_reading import Mark, Said, marks_of, said_of
from genba.analysis.series import Charted, Floats
from genba.ui.control_chart.scale import reach_of

UNEVEN = frozenset({"g", "t"})
GAP = 2.5
TOO_LARGE = 1e150
LONG = 200


@dataclass(frozen=True, slots=True)
class Layout:
    """A size of drawing, in its own units: about pixels on the screen it is for."""

    name: str
    width: int
    height: int
    top: int
    end: int
    bottom: int
    start: int
    across: int
    up: int

    @property
    def has_axes(self) -> bool:
        """Whether there are numbers and days beside it."""
        return self.up > 0

    @property
    def floor(self) -> int:
        """Where the plot ends below."""
        return self.height - self.bottom

    @property
    def far(self) -> int:
        """Where the plot ends towards the newest reading."""
        return self.width - self.end


WIDE = Layout("wide", 880, 320, top=26, end=62, bottom=30, start=52, across=9, up=5)
NARROW = Layout("narrow", 360, 264, top=26, end=46, bottom=28, start=42, across=4, up=5)
PAPER = Layout("paper", 440, 190, top=26, end=46, bottom=28, start=42, across=5, up=4)
SMALL = Layout("small", 300, 96, top=8, end=8, bottom=8, start=8, across=0, up=0)


@dataclass(frozen=True)
class Picture:
    """A chart to be drawn. All in the chart's own numbers; `scale` tells them per hundred or per thousand.

    `at` has one moment a reading, in order. `floor`: nothing below it is drawn, as no reading can be there;
    None where there is no such bound. `better` is `up`, `down` or `neither`. `target` is told as people say
    it, that is already scaled.
    """

    charted: Charted
    at: Sequence[datetime]
    better: str = "neither"
    target: float | None = None
    unit: str = ""
    scale: float = 1.0
    floor: float | None = None

    @cached_property
    def marks(self) -> list[Mark]:
        """What each point shows."""
        return marks_of(self.charted)

    @cached_property
    def said(self) -> Said:
        """What a careful reader says; its numbers are those of the chart, not scaled."""
        target = None if self.target is None else self.target / (self.scale or 1.0)
        return said_of(self.charted, self.better, target)

    @cached_property
    def y(self) -> list[float]:
        """The points, scaled; not a number where nothing can be drawn."""
        return self._scaled(self.charted.y)

    @cached_property
    def lines(self) -> tuple[list[float], list[float], list[float]]:
        """Centre, lower and upper, scaled."""
        chart = self.charted
        return self._scaled(chart.centre), self._scaled(chart.lower), self._scaled(chart.upper)

    @cached_property
    def is_long(self) -> bool:
        """Whether there are so many readings that one wants to look closer."""
        return len(self.y) > LONG

    def tone(self, mark: Mark) -> str:
        """`usual`, `wanted`, `unwanted`, or `odd` where the direction is neither."""
        if mark.family in {"usual", "ghost", "missing"}:
            return "usual"
        return {True: "wanted", False: "unwanted", None: "odd"}[mark.is_wanted(self.better)]

    def _scaled(self, values: Floats) -> list[float]:
        with np.errstate(over="ignore", invalid="ignore"):
            found = np.asarray(values, dtype=float) * self.scale
        found[~np.isfinite(found)] = np.nan
        return [float(one) for one in found.tolist()]


@dataclass
class Places:
    """Where the readings of a picture lie in a layout."""

    picture: Picture
    layout: Layout
    is_mirrored: bool = False
    shrink: float = field(init=False, default=1.0)

    def __post_init__(self) -> None:
        values = self._values()
        largest = max((abs(one) for one in values), default=1.0)
        self.shrink = largest / 100 if largest > TOO_LARGE else 1.0
        self.low, self.high = reach_of([one / self.shrink for one in values] or [0.0, 1.0])
        floor = self.picture.floor
        if floor is not None and self.low < floor <= min(values, default=floor):
            self.low = floor
        self._times = self._moments()
        self._first = self._times[0] if self._times else 0.0
        self._span = (self._times[-1] - self._first) if self._times else 0.0

    @property
    def is_even(self) -> bool:
        """Whether points stand side by side whatever their moments: between rare events time is the value."""
        return self.picture.charted.kind in UNEVEN

    @cached_property
    def xs(self) -> list[float]:
        """Where each reading lies along time."""
        return [self.x(moment) for moment in self._times]

    @cached_property
    def ys(self) -> list[float]:
        """How high each reading lies; not a number where there is none."""
        return [self.height(value) for value in self.picture.y]

    @cached_property
    def breaks(self) -> set[int]:
        """Before which readings the line is broken: much time went by without one."""
        steps = [after - before for before, after in pairwise(self._times)]
        if self.is_even or len(steps) < 3:
            return set()
        usual = sorted(steps)[len(steps) // 2]
        return {place + 1 for place, step in enumerate(steps) if step > GAP * usual}

    def x(self, moment: float) -> float:
        """The place of a moment (seconds, or the number of a reading)."""
        layout = self.layout
        width = layout.far - layout.start - 12
        part = (moment - self._first) / self._span if self._span > 0 else 0.5
        along = layout.start + 6 + min(max(part, 0.0), 1.0) * width
        return self.turned(along)

    def turned(self, along: float) -> float:
        """The same place where people read from the right."""
        return self.layout.width - along if self.is_mirrored else along

    def height(self, value: float) -> float:
        """How far from the top a value lies, never outside the plot."""
        if math.isnan(value):
            return math.nan
        part = (value / self.shrink - self.low) / (self.high - self.low)
        layout = self.layout
        return layout.floor - min(max(part, 0.0), 1.0) * (layout.floor - layout.top)

    def _values(self) -> list[float]:
        picture, (centre, lower, upper) = self.picture, self.picture.lines
        floor = -math.inf if picture.floor is None else picture.floor
        values = [one for one in picture.y if not math.isnan(one)]
        values += [one for one in (*set(centre), *set(upper)) if not math.isnan(one)]
        values += [max(one, floor) for one in set(lower) if not math.isnan(one)]
        return [*values, picture.target] if picture.target is not None else values

    def _moments(self) -> list[float]:
        if self.is_even:
            return [float(place) for place in range(len(self.picture.at))]
        return [moment.timestamp() for moment in self.picture.at]
