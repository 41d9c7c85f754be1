"""Icons for variation and assurance: the same message in shape, in colour and in words.

The idea is that of NHS England, *Making data count*; the drawings are our own. They show where the newest
readings went and whether the target is reached, without the letters of any language.
"""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from genba.ui.control_chart.words import ASSURANCES, VARIATIONS

_FRAMES = {
    "round": "<circle class='frame' cx='20' cy='20' r='17.5'/>",
    "dashed": "<circle class='frame dashed' cx='20' cy='20' r='17.5'/>",
    "diamond": "<path class='frame' d='M20 1.5 38.5 20 20 38.5 1.5 20z'/>",
    "square": "<rect class='frame' x='3' y='3' width='34' height='34' rx='9'/>",
}
_WAVE = "<path d='M8 21c3-7 5-7 8 0s5 7 8 0 5-7 8 0'/>"
_UP = "<path d='M10 25l6 2 5-4 8-10'/><path d='M22.5 12.5l6.5.3.2 6.6'/>"
_DOWN = "<path d='M10 15l6-2 5 4 8 10'/><path d='M22.5 27.5l6.5-.3.2-6.6'/>"
_DOTS = "<path class='dots' d='M12 20h0M20 20h0M28 20h0'/>"
_ODD = "<path d='M9 26l5-12 5 12 5-12 5 12'/>"
_RING = "<circle cx='20' cy='20' r='9'/><circle class='full' cx='20' cy='20' r='2.6'/>"
_HIT = "<path d='M12 20.5l5.5 5.5L28.5 14.5'/>"
_MISS = "<path d='M13.5 13.5l13 13m0-13l-13 13'/>"
_MIXED = "<path d='M9.5 17.5l3.2 3.2 5.3-6.2M21.5 20.5l7 7m0-7l-7 7'/>"
_ASK = "<path d='M15.8 16.2c.3-5.4 8.6-5.2 8.4-.2-.1 3.2-4.2 3.4-4.2 7M20 28h0'/>"

_VARIATION = {
    "too_few": ("dashed", _DOTS, "quiet"),
    "usual": ("round", _WAVE, "quiet"),
    "wanted": ("round", "", "wanted"),
    "unwanted": ("diamond", "", "unwanted"),
    "up": ("square", _UP, "odd"),
    "down": ("square", _DOWN, "odd"),
    "unusual": ("square", _ODD, "odd"),
}
_ASSURANCE = {
    "none": ("dashed", _RING, "quiet"),
    "unknown": ("dashed", _ASK, "quiet"),
    "reached": ("round", _HIT, "wanted"),
    "missed": ("diamond", _MISS, "unwanted"),
    "by_chance": ("square", _MIXED, "quiet"),
}


@lru_cache(maxsize=200)
def _drawn(frame: str, sign: str, tone: str, words: str) -> SafeString:
    return format_html(
        '<span class="spc-icon {}"><svg viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" '
        'focusable="false">{}{}</svg><span>{}</span></span>',
        tone,
        mark_safe(_FRAMES[frame]),
        mark_safe(sign),
        words,
    )


def variation_icon(variation: str, side: str = "") -> SafeString:
    """How it varies. `side` is `up` or `down`: where the newest readings went."""
    frame, sign, tone = _VARIATION.get(variation, _VARIATION["unusual"])
    words = VARIATIONS.get(variation, VARIATIONS["unusual"])
    return _of(frame, sign or (_UP if side == "up" else _DOWN), tone, words)


def assurance_icon(assurance: str) -> SafeString:
    """Whether the target is reached, as it works now."""
    return _of(*_ASSURANCE.get(assurance, _ASSURANCE["unknown"]), ASSURANCES.get(assurance, ""))


def _of(frame: str, sign: str, tone: str, words: object) -> SafeString:
    return _drawn(frame, sign, tone, str(words))
