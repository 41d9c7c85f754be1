"""Control charts as SVG. Colours come from classes, never from here, so that a policy, a printer and a dark
room can each have their own."""

import math
from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from genba.ui.control_chart.picture import LONG, SMALL, WIDE, Layout, Picture, Places
from genba.ui.control_chart.scale import day_marks, day_words, number, places_of, round_step, round_values

SHAPES = {
    ("outside", "up"): "m0-6 6 6-6 6-6-6z",
    ("outside", "down"): "m0-6 6 6-6 6-6-6z",
    ("trend", "up"): "m0-6 5.6 10h-11.2z",
    ("trend", "down"): "m0 6 5.6-10h-11.2z",
    ("near", "up"): "m-4.6-4.6h9.2v9.2h-9.2z",
    ("near", "down"): "m-4.6-4.6h9.2v9.2h-9.2z",
    ("side", "up"): "m-5.5 3a5.5 6.5 0 0 1 11 0z",
    ("side", "down"): "m-5.5-3a5.5 6.5 0 0 0 11 0z",
}
CROSS = "m-4-4 8 8m0-8-8 8"
LETTER = 12.0
APART = 13.0


def draw(picture: Picture, layout: Layout = WIDE, *, label: str = "", style: str = "") -> SafeString:
    """The chart as one SVG element. `label` says in a sentence what it shows; without one it is decoration.

    `style` is put inside where no stylesheet of a page can reach (paper).
    """
    places = Places(picture, layout, is_mirrored=get_language_bidi())
    named = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="spc spc-{layout.name}" direction="ltr" '
        f'viewBox="0 0 {layout.width} {layout.height}" focusable="false" {named}>',
        f"<style>{style}</style>" if style else "",
        *(_axes(places) if layout.has_axes else ()),
        *_limits(places),
        *_target(places),
        *_steps(places),
        *_line(places),
        *_points(places),
        *(_ends(places) if layout.has_axes else ()),
        '<g class="spc-cursor"><path/><circle r="7"/></g></svg>' if layout is not SMALL else "</svg>",
    ]
    return mark_safe("".join(parts))


def shape_of(family: str, side: str) -> str:
    """The path of a mark around the place where it is begun; empty for a plain dot."""
    return "" if family in {"usual", "ghost", "missing"} else SHAPES.get((family, side), CROSS)


def _axes(places: Places) -> Iterator[str]:
    layout, shrink = places.layout, places.shrink
    step = round_step(places.high - places.low, layout.up) * shrink
    values = [value * shrink for value in round_values(places.low, places.high, layout.up)]
    near, far = places.turned(layout.start), places.turned(layout.far)
    rows = [(places.height(value), number(value, step)) for value in values]
    yield f'<path class="spc-grid" d="{"".join(f"M{near:.1f} {y:.1f}H{far:.1f}" for y, _word in rows)}"/>'
    anchor, beside = ("start", near + 7) if places.is_mirrored else ("end", near - 7)
    for y, word in rows:
        yield f'<text class="spc-tick" x="{beside:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}">{word}</text>'
    for x, word in _day_places(places):
        yield (
            f'<text class="spc-tick" x="{x:.1f}" y="{layout.floor + 20}" '
            f'text-anchor="middle">{_apart(word)}</text>'
        )
    if places.picture.unit:
        side = "end" if places.is_mirrored else "start"
        x = places.turned(2)
        word = _apart(_cut(places.picture.unit, 30))
        yield f'<text class="spc-unit" x="{x:.1f}" y="14" text-anchor="{side}">{word}</text>'


def _day_places(places: Places) -> list[tuple[float, str]]:
    """Where days are written: inside the drawing and apart from each other."""
    at, layout = places.picture.at, places.layout
    if not at:
        return []
    if places.is_even or len(at) == 1:
        step = max(-(-len(at) // max(layout.across - 1, 1)), 1)
        found = [(places.xs[place], day_words(at[place])) for place in range(0, len(at), step)]
    else:
        marks = day_marks(at[0], at[-1], layout.across)
        found = [(places.x(moment.timestamp()), word) for moment, word in marks]
    kept: list[tuple[float, str]] = []
    for x, word in found:
        half = len(word) * 3.3
        inside = min(max(x, half + 2), layout.width - half - 2)
        if not kept or abs(inside - kept[-1][0]) > half + len(kept[-1][1]) * 3.3 + 8:
            kept.append((inside, word))
    return kept


def _limits(places: Places) -> Iterator[str]:
    centre, lower, upper = places.picture.lines
    bands, limits, centres = [], [], []
    for start, end in _phases(places):
        edges = _edges(places, start, end)
        bands.append(_band(places, edges, lower[start:end], upper[start:end]))
        floor = places.low * places.shrink
        shown = [math.nan if value < floor else value for value in lower[start:end]]
        limits += [_stairs(places, edges, shown), _stairs(places, edges, upper[start:end])]
        centres.append(_stairs(places, edges, centre[start:end]))
    for name, drawn in (("band", bands), ("limit", limits), ("centre", centres)):
        if path := "".join(drawn):
            yield f'<path class="spc-{name}" d="{path}"/>'


def _phases(places: Places) -> list[tuple[int, int]]:
    starts = places.picture.charted.starts
    size = len(places.xs)
    return [
        (start, end) for start, end in zip(starts, (*starts[1:], size), strict=True) if start < min(end, size)
    ]


def _edges(places: Places, start: int, end: int) -> list[float]:
    """Where the limits of each reading begin, and where the last ones end."""
    xs, far = places.xs, -5.0 if places.is_mirrored else 5.0
    between = [(xs[place - 1] + xs[place]) / 2 for place in range(start + 1, end)]
    first = xs[start] - far if not start else (xs[start - 1] + xs[start]) / 2 + far / 2
    last = xs[end - 1] + far if end == len(xs) else (xs[end - 1] + xs[end]) / 2 - far / 2
    return [first, *between, last]


def _stairs(places: Places, edges: list[float], values: list[float]) -> str:
    """A line that is level over each reading; broken where there is no value."""
    path, before = [], math.nan
    for place, value in enumerate(values):
        if math.isnan(value):
            before = value
            continue
        if value != before:
            y = places.height(value)
            path.append(f"M{edges[place]:.1f} {y:.1f}" if math.isnan(before) else f"V{y:.1f}")
        if place + 1 == len(values) or values[place + 1] != value:
            path.append(f"H{edges[place + 1]:.1f}")
        before = value
    return "".join(path)


def _band(places: Places, edges: list[float], lower: list[float], upper: list[float]) -> str:
    """The ground between the limits; from the floor of the plot where there is only an upper one."""
    floor, path, place, size = float(places.layout.floor), [], 0, len(upper)
    while place < size:
        end = place + 1
        while end < size and upper[end] == upper[place] and lower[end] == lower[place]:
            end += 1
        if not math.isnan(upper[place]):
            top = places.height(upper[place])
            foot = floor if math.isnan(lower[place]) else places.height(lower[place])
            path.append(f"M{edges[place]:.1f} {top:.1f}H{edges[end]:.1f}V{foot:.1f}H{edges[place]:.1f}Z")
        place = end
    return "".join(path)


def _target(places: Places) -> Iterator[str]:
    target, layout = places.picture.target, places.layout
    if target is None:
        return
    near, far, y = places.turned(layout.start), places.turned(layout.far), places.height(target)
    yield f'<path class="spc-target" d="M{near:.1f} {y:.1f}H{far:.1f}"/>'
    if layout.has_axes:
        anchor = "end" if places.is_mirrored else "start"
        word = _apart(_("Target %(value)s") % {"value": number(target)})
        yield (
            f'<text class="spc-target-word" x="{places.turned(layout.start + 4):.1f}" y="{y - 5:.1f}" '
            f'text-anchor="{anchor}">{word}</text>'
        )


def _steps(places: Places) -> Iterator[str]:
    """Where the process became another one: a broken line with the number under which it is told."""
    layout, xs = places.layout, places.xs
    for count, start in enumerate(places.picture.charted.starts[1:], start=1):
        if start >= len(xs):
            continue
        x = (xs[start - 1] + xs[start]) / 2
        yield f'<path class="spc-step" d="M{x:.1f} {layout.top - 6}V{layout.floor}"/>'
        if layout.has_axes:
            yield f'<circle class="spc-flag" cx="{x:.1f}" cy="{layout.top - 13}" r="9"/>'
            y = layout.top - 9
            yield f'<text class="spc-flag-word" x="{x:.1f}" y="{y}" text-anchor="middle">{count}</text>'


def _line(places: Places) -> Iterator[str]:
    """From reading to reading: past what is left out, broken at gaps and where the process changed."""
    breaks, path, is_on = places.breaks | set(places.picture.charted.starts), [], False
    for place, (x, y, mark) in enumerate(zip(places.xs, places.ys, places.picture.marks, strict=True)):
        is_on = is_on and place not in breaks
        if mark.family == "ghost":
            continue
        if math.isnan(y):
            is_on = False
            continue
        path.append(f"{'L' if is_on else 'M'}{x:.1f} {y:.1f}")
        is_on = True
    if path:
        yield f'<path class="spc-line" d="{"".join(path)}"/>'


def _points(places: Places) -> Iterator[str]:
    picture = places.picture
    small = places.layout is SMALL
    plain = "2" if small or len(picture.y) > LONG / 2 else "3.2"
    for x, y, mark in zip(places.xs, places.ys, picture.marks, strict=True):
        if math.isnan(y):
            continue
        if mark.family == "usual":
            if not picture.is_long:
                yield f'<circle class="p usual" cx="{x:.1f}" cy="{y:.1f}" r="{plain}"/>'
        elif mark.family == "ghost":
            yield f'<circle class="p ghost" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        else:
            words, shape = f"p {mark.family} {picture.tone(mark)}", shape_of(mark.family, mark.side)
            yield f'<path class="{words}" d="M{x:.1f} {y:.1f}{shape}"/>'


def _ends(places: Places) -> Iterator[str]:
    """The limits as numbers beside the newest reading."""
    if not places.xs:
        return
    layout = places.layout
    step = (places.high - places.low) * places.shrink / 100
    centre, lower, upper = (line[-1] for line in places.picture.lines)
    named = [("limit", upper), ("centre", centre), ("limit", lower)]
    floor = places.low * places.shrink
    shown = [(name, value) for name, value in named if not math.isnan(value) and value >= floor]
    anchor, x = ("end", layout.end - 6) if places.is_mirrored else ("start", layout.far + 6)
    above = -math.inf
    for name, value in shown:
        y = min(max(places.height(value) + 4, above + APART), layout.height - 4.0)
        above = y
        word = number(value, 10.0 ** -places_of(step) if places_of(step) else 0.1 if step < 0.2 else 1)
        yield f'<text class="spc-end {name}" x="{x}" y="{y:.1f}" text-anchor="{anchor}">{word}</text>'


def _apart(words: str) -> str:
    """Words keep their own direction."""
    return f"\u2068{escape(words)}\u2069"


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"
