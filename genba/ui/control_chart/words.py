"""What is said of a control chart, in sentences. Better or worse is never said here: only whether the
readings lie where people want them."""

import math

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from genba.analysis.chart_reading import Mark
from genba.ui.control_chart.picture import Picture
from genba.ui.control_chart.scale import number

MARKS = {
    ("outside", "up"): gettext_lazy("above what is usual"),
    ("outside", "down"): gettext_lazy("below what is usual"),
    ("trend", "up"): gettext_lazy("one of seven or more that rise in a row"),
    ("trend", "down"): gettext_lazy("one of seven or more that fall in a row"),
    ("near", "up"): gettext_lazy("one of several close to the upper limit"),
    ("near", "down"): gettext_lazy("one of several close to the lower limit"),
    ("side", "up"): gettext_lazy("one of a long row above the usual level"),
    ("side", "down"): gettext_lazy("one of a long row below the usual level"),
    ("pattern", ""): gettext_lazy("part of a pattern that chance alone rarely makes"),
    ("usual", ""): gettext_lazy("usual"),
    ("ghost", ""): gettext_lazy("left out of the limits"),
    ("missing", ""): gettext_lazy("no value"),
}
VARIATIONS = {
    "too_few": gettext_lazy("Too few readings to tell"),
    "usual": gettext_lazy("Only the usual variation"),
    "wanted": gettext_lazy("Unusual, in the direction we want"),
    "unwanted": gettext_lazy("Unusual, in the direction we do not want"),
    "up": gettext_lazy("Unusual, upwards"),
    "down": gettext_lazy("Unusual, downwards"),
    "unusual": gettext_lazy("Unusual pattern"),
}
ASSURANCES = {
    "none": gettext_lazy("No target"),
    "unknown": gettext_lazy("Cannot tell yet whether the target is reached"),
    "reached": gettext_lazy("Reaches its target every time, as it works now"),
    "missed": gettext_lazy("Misses its target every time, as it works now"),
    "by_chance": gettext_lazy("Reaches its target sometimes, by chance"),
}
NOTES = {
    "few_points": gettext_lazy(
        "Fewer than 12 readings: this is a run chart around the middle value. Limits would be guesses."
    ),
    "provisional_limits": gettext_lazy(
        "Fewer than 24 readings: the limits are provisional and will still move."
    ),
    "zero_denominators_left_out": gettext_lazy("Readings out of nothing are left out: they have no share."),
    "never_signals_a_drop": gettext_lazy(
        "The lower limit is zero, so that no single reading can ever signal a drop. A long row can."
    ),
}
# Put behind "Usually between 3 and 9".
LATELY = {
    ("outside_once", "up"): gettext_lazy("; the last reading, %(value)s, is above that"),
    ("outside_once", "down"): gettext_lazy("; the last reading, %(value)s, is below that"),
    ("outside", "up"): gettext_lazy("; the last %(n)s are above that"),
    ("outside", "down"): gettext_lazy("; the last %(n)s are below that"),
    ("trend", "up"): gettext_lazy("; the last %(n)s rise one after the other"),
    ("trend", "down"): gettext_lazy("; the last %(n)s fall one after the other"),
    ("near", "up"): gettext_lazy("; several of the last are close to the upper limit"),
    ("near", "down"): gettext_lazy("; several of the last are close to the lower limit"),
    ("side", "up"): gettext_lazy("; the last %(n)s are above the usual level of %(centre)s"),
    ("side", "down"): gettext_lazy("; the last %(n)s are below the usual level of %(centre)s"),
    ("pattern", ""): gettext_lazy("; they make a pattern that chance alone rarely makes"),
}
Words = dict[str, str | int]


def sentence(picture: Picture) -> str:
    """One sentence that a careful analyst would say of the chart, as its alternative text."""
    said = picture.said
    if not said.count:
        return _("No readings yet.")
    if said.count == 1:
        return _("One reading so far: %(value)s.") % _numbers(picture)
    target = _of_target(picture)
    return f"{_usually(picture)}{_lately(picture)}{target}"


def left_out(picture: Picture) -> str:
    """How many readings are left out, in words; empty where none is."""
    count = sum(mark.family == "ghost" for mark in picture.marks)
    if not count:
        return ""
    words = ngettext(
        "%(n)d reading is left out of the limits, with a reason. It is drawn hollow.",
        "%(n)d readings are left out of the limits, with a reason. They are drawn hollow.",
        count,
    )
    return words % {"n": count}


def notes(picture: Picture) -> list[str]:
    """What has to be said beside the chart."""
    said = [str(NOTES[code]) for code in picture.charted.notes if code in NOTES]
    return [*said, words] if (words := left_out(picture)) else said


def mark_words(mark: Mark) -> str:
    """What one point shows."""
    return str(MARKS.get((mark.family, mark.side)) or MARKS["pattern", ""])


def _numbers(picture: Picture) -> Words:
    said, scale = picture.said, picture.scale
    step = _told_step(picture)

    def told(value: float) -> str:
        return number(value * scale, step)

    return {
        "value": number(said.last * scale),
        "centre": told(said.centre),
        "lower": told(said.lower),
        "upper": told(said.upper),
        "n": said.row,
        "count": said.count,
    }


def _told_step(picture: Picture) -> float:
    """As exact as the usual variation deserves: about a hundredth of it."""
    said = picture.said
    reach = said.upper - (0.0 if math.isnan(said.lower) else said.lower)
    reach = abs(said.centre) if math.isnan(reach) else reach
    part = reach * picture.scale / 20  # nothing where the variation is smaller than numbers can be
    return 10.0 ** math.floor(math.log10(part)) if part > 0 and math.isfinite(part) else 0.0


def _usually(picture: Picture) -> str:
    said, words = picture.said, _numbers(picture)
    is_steady = said.mark.family == "usual" and not said.earlier
    if not said.has_limits:
        return _("%(count)s readings so far, around %(centre)s") % words
    floor = -math.inf if picture.floor is None else picture.floor
    if math.isnan(said.lower) or said.lower <= floor:
        return (
            _("Stable below %(upper)s, around %(centre)s") if is_steady else _("Usually below %(upper)s")
        ) % words
    if math.isnan(said.upper):
        return (
            _("Stable above %(lower)s, around %(centre)s") if is_steady else _("Usually above %(lower)s")
        ) % words
    if is_steady:
        return _("Stable between %(lower)s and %(upper)s, around %(centre)s") % words
    return _("Usually between %(lower)s and %(upper)s") % words


def _lately(picture: Picture) -> str:
    said = picture.said
    family = "outside_once" if said.mark.family == "outside" and said.row == 1 else said.mark.family
    form = LATELY.get((family, said.mark.side))
    if form:
        return f"{str(form) % _numbers(picture)}."
    if not said.earlier or not said.has_limits:
        return "."
    words = ngettext(
        "; the newest reading is usual, %(n)d earlier one is not.",
        "; the newest readings are usual, %(n)d earlier ones are not.",
        said.earlier,
    )
    return words % {"n": said.earlier}


def _of_target(picture: Picture) -> str:
    said = picture.said
    forms = {
        "reached": _("As it works now, the target of %(target)s is reached every time."),
        "missed": _("As it works now, the target of %(target)s is never reached."),
        "by_chance": _("The target of %(target)s is reached sometimes and missed sometimes, by chance."),
    }
    if picture.target is None or said.assurance not in forms:
        return ""
    return f" {forms[said.assurance] % {'target': number(picture.target)}}"
