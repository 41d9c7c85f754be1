"""Whole months of words, counted once and kept: to read every text each night would take minutes."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from django.db import transaction

from genba.analysis.months import months_later
from genba.understand.language.shares import MonthOfWords, months_of_words
from genba.understand.models import CountedMonth

STILL_CHANGING = 3  # months after which no copy is admitted and nothing is reworded any more


def whole_months_of_words(today: date, months: int) -> Sequence[MonthOfWords]:
    """So many whole months before today's, oldest first. Months of long ago are read from what is kept.

    The last three are counted anew, for reports that are admitted late. Bears being run twice.
    """
    wanted = [_months_before(today, back) for back in range(months, 0, -1)]
    kept = {one.month: one for one in CountedMonth.objects.filter(month__in=wanted)}
    settled = _months_before(today, STILL_CHANGING)
    return [
        _as_counted(kept[month])
        if month in kept and _is_settled(kept[month], settled)
        else _count(month, today)
        for month in wanted
    ]


def _is_settled(kept: CountedMonth, settled: date) -> bool:
    """Whether it was counted for the last time when it did not change any more."""
    return kept.month < settled and kept.counted_on >= months_later(kept.month, STILL_CHANGING)


def _months_before(today: date, back: int) -> date:
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _count(month: date, today: date) -> MonthOfWords:
    (found,) = months_of_words(month, 1)
    counts = {name: value for name, value in asdict(found).items() if name != "month"}
    with transaction.atomic():
        CountedMonth.objects.update_or_create(month=month, defaults={**counts, "counted_on": today})
    return found


def _as_counted(kept: CountedMonth) -> MonthOfWords:
    return MonthOfWords(kept.month, kept.texts, kept.known, kept.blaming, kept.ours, kept.others)
