"""Very small charts as SVG: they print, go into mails and need no script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

WIDTH, HEIGHT, MARGIN = 100, 28, 3


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a segmented bar: how many, of what, in which tone (ok, warn, bad, info, accent, mute)."""

    value: float
    label: str
    tone: str = "accent"


def spark(points: Sequence[float | None], label: str = "") -> SafeString:
    """A line without axes. The label says in words what it shows; without one it is decoration."""
    known = [(index, float(value)) for index, value in enumerate(points) if value is not None]
    if len(known) < 2:
        return format_html('<span class="spark-empty">{}</span>', _("Not enough data yet"))
    low, high = min(value for _i, value in known), max(value for _i, value in known)
    step = (WIDTH - 2 * MARGIN) / (len(points) - 1)
    reach = (high - low) or 1.0
    line = [
        (
            MARGIN + index * step,
            HEIGHT - MARGIN - (value - low) / reach * (HEIGHT - 2 * MARGIN) if high > low else HEIGHT / 2,
        )
        for index, value in known
    ]
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" preserveAspectRatio="none" focusable="false" {}>'
        '<polyline points="{}" vector-effect="non-scaling-stroke"/></svg>',
        WIDTH,
        HEIGHT,
        _named(label),
        " ".join(f"{x:.1f},{y:.1f}" for x, y in line),
    )


def bars(counts: Sequence[int], label: str = "") -> SafeString:
    """Small columns, one for each count, oldest first; zero is a line on the floor."""
    if not counts:
        return format_html('<span class="spark-empty">{}</span>', _("Not enough data yet"))
    most, step = max(*counts, 1), WIDTH / len(counts)
    heights = [max(1.0, count / most * HEIGHT) for count in counts]
    columns = format_html_join(
        "",
        '<rect class="fill-{}" x="{}" y="{}" width="{}" height="{}"/>',
        (
            (
                "accent" if count else "mute",
                f"{i * step + step / 8:.2f}",
                f"{HEIGHT - h:.2f}",
                f"{step * 0.75:.2f}",
                f"{h:.2f}",
            )
            for i, (count, h) in enumerate(zip(counts, heights, strict=True))
        ),
    )
    return format_html(
        '<svg class="column-chart" viewBox="0 0 {} {}" preserveAspectRatio="none" '
        'focusable="false" {}>{}</svg>',
        WIDTH,
        HEIGHT,
        _named(label),
        columns,
    )


def bar(segments: Iterable[Segment | dict[str, object] | tuple[object, ...]], label: str = "") -> SafeString:
    """Parts of a whole in one bar with a legend in words, so that colour never stands alone."""
    parts = [part for part in map(_segment, segments) if part.value > 0]
    total = sum(part.value for part in parts)
    if not total:
        return format_html('<p class="bar-empty">{}</p>', _("Nothing here yet"))
    starts = [sum(part.value for part in parts[:index]) / total * WIDTH for index in range(len(parts))]
    rects = format_html_join(
        "",
        '<rect class="fill-{}" x="{}" width="{}" height="10" y="0"/>',
        (
            (part.tone, f"{start:.2f}", f"{part.value / total * WIDTH:.2f}")
            for part, start in zip(parts, starts, strict=True)
        ),
    )
    legend = format_html_join(
        "",
        '<li><i class="swatch fill-{}"></i><span dir="auto">{}</span> <bdi>{}</bdi></li>',
        ((part.tone, part.label, f"{part.value:g}") for part in parts),
    )
    return format_html(
        '<figure class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" focusable="false" {}>{}'
        "</svg><ul>{}</ul></figure>",
        _named(label),
        rects,
        legend,
    )


def _segment(given: Segment | dict[str, object] | tuple[object, ...]) -> Segment:
    if isinstance(given, Segment):
        return given
    if isinstance(given, dict):
        return Segment(float(str(given["value"])), str(given["label"]), str(given.get("tone", "accent")))
    value, label, *rest = given
    return Segment(float(str(value)), str(label), str(rest[0]) if rest else "accent")


def _named(label: str) -> SafeString:
    if not label:
        return mark_safe('aria-hidden="true"')
    return format_html('role="img" aria-label="{}"', label)
