"""Months of words are counted once, and anew while they may still change."""

from datetime import date

import pytest

from genba.listen.models import Report
from genba.understand.language import counting
from genba.understand.language.counting import whole_months_of_words
from genba.understand.models import CountedMonth

pytestmark = pytest.mark.django_db
JUNE_15 = date(2026, 6, 15)
BLAMING = "The fitter forgot the seal again."


def say(day, times=1):
    for _ in range(times):
        Report.objects.create(text=BLAMING, received_on=day)


def test_whole_months_come_oldest_first_and_the_running_one_is_not_among_them(cast):
    say(date(2025, 12, 31))
    say(date(2026, 5, 4), 2)
    say(JUNE_15, 5)
    found = whole_months_of_words(JUNE_15, 6)
    assert [one.month for one in found] == [
        date(2025, 12, 1),
        *(date(2026, month, 1) for month in range(1, 6)),
    ]
    assert [one.blaming for one in found] == [1, 0, 0, 0, 0, 2]
    assert CountedMonth.objects.count() == 6


def test_a_month_of_long_ago_is_not_read_again(cast, monkeypatch):
    say(date(2026, 1, 5))
    before = whole_months_of_words(JUNE_15, 6)
    read = []
    count = counting.months_of_words
    monkeypatch.setattr(counting, "months_of_words", lambda *words: read.append(words[0]) or count(*words))
    assert whole_months_of_words(JUNE_15, 6) == before
    assert read == [date(2026, month, 1) for month in (3, 4, 5)]


def test_a_copy_that_is_admitted_late_still_counts(cast):
    whole_months_of_words(JUNE_15, 3)
    say(date(2026, 4, 6))
    assert [one.texts for one in whole_months_of_words(JUNE_15, 3)] == [0, 1, 0]


def test_a_month_that_was_counted_too_early_is_counted_once_more(cast):
    whole_months_of_words(date(2026, 2, 2), 1)
    say(date(2026, 1, 12))
    assert whole_months_of_words(JUNE_15, 5)[0].texts == 1


def test_what_is_kept_names_nobody():
    kept = {field.name for field in CountedMonth._meta.get_fields()}
    assert kept == {"id", "month", "texts", "known", "blaming", "ours", "others", "counted_on"}
