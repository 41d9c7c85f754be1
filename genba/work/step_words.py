"""What stands beside a step, in short words: its marks, its limits, its time."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from genba.analysis.procedure import Order
from genba.work.steps import Step

MINUTES_OF_AN_HOUR = 60
MINUTES_OF_A_DAY = 24 * 60


def marks_of(step: Step) -> list[str]:
    """Its marks as people say them: "in any order", "one of these", "may be skipped", "may be repeated"."""
    marks = []
    if len(step.steps) > 1 and step.order is Order.ANY_ORDER:
        marks.append(_("in any order"))
    if len(step.steps) > 1 and step.order is Order.ONE_OF:
        marks.append(_("one of these"))
    if step.may_be_skipped:
        marks.append(_("may be skipped"))
    if step.may_be_repeated:
        marks.append(_("may be repeated"))
    return marks


def limits_of(step: Step) -> str:
    """Between which values a measured value lies; empty where nothing is measured."""
    if not step.is_measured:
        return ""
    unit = f" {step.unit}" if step.unit else ""
    if step.low is not None and step.high is not None:
        return f"{_number(step.low)} – {_number(step.high)}{unit}"
    if step.low is not None:
        return _("at least %(value)s") % {"value": _number(step.low) + unit}
    if step.high is not None:
        return _("at most %(value)s") % {"value": _number(step.high) + unit}
    return _("a value in %(unit)s") % {"unit": step.unit} if step.unit else _("a value")


def time_of(step: Step) -> str:
    """Its time limit; empty without one."""
    minutes = step.minutes
    if minutes is None:
        return ""
    if minutes % MINUTES_OF_A_DAY == 0:
        days = minutes // MINUTES_OF_A_DAY
        return _("1 day") if days == 1 else _("%(n)d days") % {"n": days}
    hours, rest = divmod(minutes, MINUTES_OF_AN_HOUR)
    parts = [_("%(n)d h") % {"n": hours}] if hours else []
    if rest:
        parts.append(_("%(n)d min") % {"n": rest})
    return " ".join(parts)


def said_of(step: Step) -> list[str]:
    """Everything that a line says: what, its marks, who, how well, limits, time, tools, photo, why."""
    photo = _("with a photo") if step.wants_photo else ""
    asked = (step.who, step.how_well, limits_of(step), time_of(step), step.tools, photo, step.why)
    return [words for words in (step.what, *marks_of(step), *asked) if words]


def _number(value: float) -> str:
    """As it was written: 3.8 and 1400, without zeros that nobody wrote."""
    plain = format(Decimal(repr(value)).normalize(), "f")
    places = len(plain.partition(".")[2])
    return number_format(Decimal(plain), decimal_pos=places, force_grouping=True)
