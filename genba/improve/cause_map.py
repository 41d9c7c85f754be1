"""The cause map: a fishbone drawn as SVG. Every category of the system is a rib; the causes hang on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from genba.improve.models import Cause

RIB_WIDTH, HEAD_WIDTH, HEAD_HEIGHT, SPINE, RIB, LINE = 225, 176, 96, 178, 142, 16
LONGEST_LINE = 25
MOST_ON_A_RIB = 3
FEWEST_CAUSES = 2


@dataclass(frozen=True)
class Rib:
    """One category, with where its rib begins on the spine and whether it hangs above or below."""

    category: str
    label: str
    causes: list[str]
    x: int
    is_above: bool


def cause_map(title: str, causes: Sequence[Cause]) -> SafeString:
    """The map of a card's causes; its label says in words what it shows. One cause alone needs no map."""
    if len(causes) < FEWEST_CAUSES:
        return SafeString()
    ribs = _ribs(causes)
    width = max(rib.x for rib in ribs) + HEAD_WIDTH + 16
    height = SPINE + (HEAD_HEIGHT // 2 + 16 if all(rib.is_above for rib in ribs) else SPINE)
    return format_html(
        '<svg class="cause-map" width="{}" height="{}" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'focusable="false">'
        '<path class="spine" d="M8 {} H{}"/>{}{}</svg>',
        width,
        height,
        width,
        height,
        _in_words(ribs),
        SPINE,
        width - HEAD_WIDTH,
        format_html_join("", "{}", ((_draw(rib),) for rib in ribs)),
        _head(title, width - HEAD_WIDTH),
    )


def _ribs(causes: Sequence[Cause]) -> list[Rib]:
    """Only the categories in which something was found, two to a joint of the spine."""
    found = [
        (str(value), str(label), [cause.text for cause in causes if cause.category == value])
        for value, label in Cause.Category.choices
    ]
    named = [rib for rib in found if rib[2]]
    return [
        Rib(value, label, texts, x=RIB_WIDTH * (place // 2 + 1), is_above=place % 2 == 0)
        for place, (value, label, texts) in enumerate(named)
    ]


def _draw(rib: Rib) -> SafeString:
    up = -1 if rib.is_above else 1
    end = SPINE + up * RIB
    return format_html(
        '<g class="rib"><path d="M{} {} L{} {}"/>'
        '<text class="category" x="{}" y="{}" text-anchor="middle">{}</text>{}</g>',
        rib.x,
        SPINE,
        _along(rib.x, RIB),
        end,
        _along(rib.x, RIB),
        end + (-10 if rib.is_above else 20),
        rib.label,
        format_html_join(
            "", "{}", ((_cause(rib.x, up, place, text),) for place, text in enumerate(_shown(rib)))
        ),
    )


def _cause(x: int, up: int, place: int, text: str) -> SafeString:
    distance = 34 + 42 * place
    lines = _lines(text, LONGEST_LINE, 2)
    first = SPINE + up * distance - (len(lines) - 1) * LINE / 2 + 4
    return format_html_join(
        "",
        '<text class="cause" x="{}" y="{}" text-anchor="end">{}</text>',
        ((_along(x, distance) - 14, first + LINE * number, line) for number, line in enumerate(lines)),
    )


def _shown(rib: Rib) -> list[str]:
    if len(rib.causes) <= MOST_ON_A_RIB:
        return rib.causes
    more = _("and %(n)d more") % {"n": len(rib.causes) - MOST_ON_A_RIB + 1}
    return [*rib.causes[: MOST_ON_A_RIB - 1], more]


def _along(x: int, distance: float) -> int:
    """Where a rib is at a distance from the spine: it leans away from the head."""
    return round(x - distance * 0.34)


def _head(title: str, x: int) -> SafeString:
    words = _lines(title)
    first = SPINE - (len(words) - 1) * LINE / 2 + 4
    return format_html(
        '<g class="head"><rect x="{}" y="{}" width="{}" height="{}" rx="12"/>{}</g>',
        x,
        SPINE - HEAD_HEIGHT // 2,
        HEAD_WIDTH - 8,
        HEAD_HEIGHT,
        format_html_join(
            "",
            '<text x="{}" y="{}" text-anchor="middle">{}</text>',
            ((x + (HEAD_WIDTH - 8) // 2, first + place * LINE, line) for place, line in enumerate(words)),
        ),
    )


def _lines(title: str, width: int = 21, most: int = 4) -> list[str]:
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    kept = [line if len(line) <= width else f"{line[: width - 1]}…" for line in lines[:most]]
    return kept if len(lines) <= most else [*kept[:-1], f"{kept[-1][: width - 2]}…"]


def _in_words(ribs: list[Rib]) -> str:
    return _("Cause map. %(ribs)s") % {
        "ribs": " ".join(f"{rib.label}: {'; '.join(rib.causes)}." for rib in ribs)
    }
