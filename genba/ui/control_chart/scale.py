"""Scales and their labels: round numbers, and days as people name them."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, pgettext

LARGE = ((1e12, 0), (1e9, 1), (1e6, 2))
MOST_TOLD = 1e15
MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
DAYS = (1, 2, 7, 14)
HOUR = 3600.0
DAY = 24 * HOUR


def round_step(reach: float, parts: int) -> float:
    """A step of 1, 2 or 5 times a power of ten that divides a reach into about so many parts."""
    rough = reach / max(parts, 1)
    if not (rough > 0 and math.isfinite(rough)):
        return 1.0
    power: float = 10.0 ** math.floor(math.log10(rough))
    return next((power * times for times in (1, 2, 5) if power * times >= rough * 0.999), power * 10)


def round_values(low: float, high: float, parts: int) -> list[float]:
    """Round values between two numbers, both ends included where they are round."""
    step = round_step(high - low, parts)
    if step <= 0 or low + step == low or high + step == high:
        return [low]
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [place * step for place in range(first, last + 1)]


def number(value: float, step: float = 0.0) -> str:
    """A number for people, as exact as the step between two values asks for, in the reader's language."""
    return _number(value, places_of(step or abs(value) / 100), get_language() or "en")


def places_of(step: float) -> int:
    """How many places behind the point tell steps of this size apart; six at most."""
    if not (step > 0 and math.isfinite(step)):
        return 0
    return min(max(0, math.ceil(-math.log10(step) - 1e-9)), 6)


@lru_cache(maxsize=8192)
def _number(value: float, places: int, language: str) -> str:
    del language  # it is part of what the answer is remembered by
    if not math.isfinite(value):
        return "—"
    if abs(value) >= MOST_TOLD or 0 < abs(value) < 1e-6:
        return f"{value:.3g}"
    for size, index in LARGE:
        if abs(value) >= size:
            return f"{_plain(value / size, 2)}\u00a0{_large_words()[index]}"
    return _plain(value, places)


def _plain(value: float, places: int) -> str:
    written = f"{value:.{places}f}"
    if places:
        written = written.rstrip("0").rstrip(".")
    behind = len(written.partition(".")[2])
    return number_format(float(written) + 0.0, decimal_pos=behind, force_grouping=abs(value) >= 10_000)


def _large_words() -> tuple[str, str, str]:
    return (
        # Translators: short for 10 to the 12th power, behind a number on the axis of a chart.
        pgettext("large number", "tn"),
        # Translators: short for a thousand millions, behind a number on the axis of a chart.
        pgettext("large number", "bn"),
        # Translators: short for a million, behind a number on the axis of a chart.
        pgettext("large number", "m"),
    )


def day_marks(first: datetime, last: datetime, most: int) -> list[tuple[datetime, str]]:
    """Round moments between two, at most so many, each with its short words in the reader's language."""
    first, last = timezone.localtime(first), timezone.localtime(last)
    span = (last - first).total_seconds()
    if span < 2 * DAY:
        return _spaced(first, last, most, pgettext("date", "j M, H:i"))
    for days in DAYS:
        if span / (days * DAY) <= most:
            return _by_days(first, last, days)
    return _by_months(first, last, most)


def day_words(moment: datetime) -> str:
    """The day of a moment, with its year."""
    # Translators: letters of Django's date format; German puts a point behind the day.
    return _day(timezone.localtime(moment), pgettext("date", "j M Y"), get_language() or "en")


def _spaced(first: datetime, last: datetime, most: int, form: str) -> list[tuple[datetime, str]]:
    count = max(min(most, 3), 1) if last > first else 1
    steps = [first + (last - first) * place / max(count - 1, 1) for place in range(count)]
    return [(moment, _day(moment, form, get_language() or "en")) for moment in steps]


def _by_days(first: datetime, last: datetime, days: int) -> list[tuple[datetime, str]]:
    form, language = pgettext("date", "j M"), get_language() or "en"
    moment = first.replace(hour=0, minute=0, second=0, microsecond=0)
    if days >= 7:
        moment -= timedelta(days=moment.weekday())
    found = []
    while moment <= last:
        if moment >= first:
            found.append((moment, _day(moment, form, language)))
        moment += timedelta(days=days)
    return found or [(first, _day(first, form, language))]


def _by_months(first: datetime, last: datetime, most: int) -> list[tuple[datetime, str]]:
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    step = next((one for one in MONTHS if (end - begin) / one <= most), MONTHS[-1])
    form = pgettext("date", "Y") if step >= 12 else pgettext("date", "M Y")
    language, found = get_language() or "en", []
    for month in range(-(-begin // step) * step, end + 1, step):
        moment = first.replace(
            year=month // 12, month=month % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0
        )
        if first <= moment <= last:
            found.append((moment, _day(moment, form, language)))
    return found or [(first, day_words(first))]


@lru_cache(maxsize=4096)
def _day(moment: datetime, form: str, language: str) -> str:
    del language  # as above
    return date_format(moment, form)


def reach_of(values: Sequence[float], margin: float = 0.06) -> tuple[float, float]:
    """The lowest and highest of some finite numbers, with a little room; never the same number twice."""
    low, high = min(values), max(values)
    room = (high / 2 - low / 2) * 2 * margin or abs(high) * 0.1 or 1.0
    floor = 0.0 if low >= 0 and low - room < 0 else low - room
    return floor, high + room
