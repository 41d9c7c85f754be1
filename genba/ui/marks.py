"""Small marks that stand inside a line: icons, people, how bad, what kind."""

from functools import lru_cache
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from genba.ui.icons import DIRECTIONAL, DRAWINGS

SEVERITY_WORDS: Final = {
    "low": pgettext_lazy("severity", "Low"),
    "medium": pgettext_lazy("severity", "Medium"),
    "high": pgettext_lazy("severity", "High"),
}

KIND_ICONS: Final = {
    "near_miss": "nearmiss",
    "problem": "problem",
    "idea": "idea",
    "complaint": "complaint",
    "question": "question",
    "thanks": "thanks",
}

KIND_WORDS: Final = {
    "near_miss": gettext_lazy("Near miss"),
    "problem": gettext_lazy("Problem"),
    "idea": gettext_lazy("Idea"),
    "complaint": gettext_lazy("Customer complaint"),
    "question": gettext_lazy("Question"),
    "thanks": gettext_lazy("Thanks"),
}

_SEVERITY_BARS: Final = {
    "low": "<path d='M3 13V9'/><path class='faint' d='M8 13V6M13 13V3'/>",
    "medium": "<path d='M3 13V9M8 13V6'/><path class='faint' d='M13 13V3'/>",
    "high": "<path d='M3 13V9M8 13V6M13 13V3'/>",
}


@lru_cache(maxsize=1000)
def icon(name: str, css: str = "") -> SafeString:
    """The drawing with this name. It says nothing to a screen reader: the words stand beside it."""
    drawing = DRAWINGS.get(name) or DRAWINGS["question"]
    classes = f"icon icon-{name}{' mirrors' if name in DIRECTIONAL else ''} {css}".strip()
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">{}'
        "</svg>",
        classes,
        mark_safe(drawing),
    )


def avatar(person: object | None, css: str = "") -> SafeString:
    """A person as two letters, or the mask when nobody is named."""
    if person is None or person == "":
        name = _("Anonymous")
        inside: SafeString | str = icon("mask")
        css = f"anonymous {css}"
    else:
        name = str(getattr(person, "name", person))
        inside = str(getattr(person, "initials", "") or initials_of(name))
    return format_html(
        '<span class="avatar {}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="sr">{}</span></span>',
        css.strip(),
        name,
        inside,
        name,
    )


def initials_of(name: str) -> str:
    """The first letters of the first and the last word of a name."""
    words = name.split()
    if not words:
        return "?"
    letters = words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
    return letters.upper()


def severity(value: str | None, label: str = "") -> SafeString:
    """How bad: one, two or three bars with the word beside them. Nothing when nobody said."""
    if value not in SEVERITY_WORDS:
        return mark_safe("")
    return format_html(
        '<span class="severity severity-{}">{}<span>{}</span></span>',
        value,
        severity_bars(value),
        label or SEVERITY_WORDS[value],
    )


def severity_bars(value: str) -> SafeString:
    """Only the bars, for a choice card that has its own word."""
    return format_html(
        '<svg class="bars" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">{}'
        "</svg>",
        mark_safe(_SEVERITY_BARS[value]),
    )


def kind(value: str, label: object = "") -> SafeString:
    """What somebody said: an icon with its word."""
    return format_html(
        '<span class="kind kind-{}">{}<span>{}</span></span>',
        value,
        icon(KIND_ICONS.get(value, "comment")),
        label or KIND_WORDS.get(value, value),
    )


def tag(text: object, tone: str = "") -> SafeString:
    """A short label in a rounded border. The text may be anybody's."""
    return format_html('<span class="tag {}" dir="auto">{}</span>', f"tone-{tone}" if tone else "", text)
