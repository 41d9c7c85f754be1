"""The share of a month: how many texts judge people, without a name, and not of a handful."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from genba.listen.models import Report
from genba.understand.language import texts
from genba.understand.language.shares import LEAST, MonthOfWords, months_of_words

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 1)
BLAMING, PLAIN = "The fitter forgot the seal again.", "The seal is worn out and drips."


def say(text, day, times=1, **more):
    for _ in range(times):
        Report.objects.create(text=text, received_on=day, **more)


def test_named_reports_and_admitted_copies_of_a_month_are_counted_together(cast):
    say(BLAMING, date(2026, 5, 4), 4, reporter=cast.tomas)
    say(PLAIN, date(2026, 5, 11), 5)
    say("We changed the order of the bins.", date(2026, 5, 31))
    (may,) = months_of_words(MAY, 1)
    assert (may.texts, may.known, may.blaming, may.ours, may.others) == (10, 10, 4, 1, 0)
    assert may.blame_share == 0.4


def test_each_text_counts_in_its_own_month(cast):
    say(BLAMING, date(2026, 4, 30))
    say(BLAMING, date(2026, 5, 1), 2)
    say(BLAMING, date(2026, 7, 1))
    assert [month.texts for month in months_of_words(date(2026, 4, 17), 3)] == [1, 2, 0]


def test_a_handful_of_texts_has_no_share(cast):
    say(BLAMING, MAY, LEAST - 1)
    (few,) = months_of_words(MAY, 1)
    assert few.blaming == LEAST - 1
    assert few.blame_share is None
    say(PLAIN, MAY)
    (enough,) = months_of_words(MAY, 1)
    assert enough.blame_share == 0.9


def test_what_was_withdrawn_does_not_count(cast):
    say(BLAMING, MAY, withdrawn_at=timezone.now())
    assert months_of_words(MAY, 1)[0].texts == 0


def test_a_language_without_rules_is_counted_apart(cast):
    say("La valvola era di nuovo aperta e nessuno sa perché.", MAY, 3)
    (may,) = months_of_words(MAY, 1)
    assert (may.texts, may.known, may.blame_share) == (3, 0, None)


def test_ownership_has_a_share_of_what_speaks_of_it(cast):
    say("We changed the order of the bins.", MAY, 9)
    say("That is not my department.", MAY, 3)
    say(PLAIN, MAY, 20)
    (may,) = months_of_words(MAY, 1)
    assert may.ours_share == 0.75


def test_nothing_in_a_month_tells_who_wrote():
    assert {*MonthOfWords.__dataclass_fields__} == {"month", "texts", "known", "blaming", "ours", "others"}


def test_many_months_are_one_question_to_each_source(cast, django_assert_num_queries):
    say(BLAMING, MAY, 30)
    say(PLAIN, MAY + timedelta(days=40))
    with django_assert_num_queries(len(texts._sources)):
        months_of_words(MAY, 12)
