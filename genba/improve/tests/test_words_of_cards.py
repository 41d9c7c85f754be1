"""Cards count for the share of a month, by the day on which they were opened, without their authors."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from genba.improve.cards import open_card
from genba.improve.models import Card
from genba.understand.language.shares import months_of_words
from genba.understand.language.texts import texts_between

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def open_on(cast, day, title, **more):
    card = open_card(cast.board, title=title, kind="idea", by=cast.amira, **more)
    late = timezone.make_aware(datetime.combine(day, time(23, 30)))
    Card.objects.filter(pk=card.pk).update(created_at=late)
    return card


def test_a_card_counts_in_the_month_in_which_it_was_opened(cast):
    open_on(cast, date(2026, 5, 31), "The fitter forgot the seal")
    open_on(cast, JUNE, "The fitter forgot the seal again")
    may, june = months_of_words(MAY, 2)
    assert (may.texts, may.blaming) == (1, 1)
    assert (june.texts, june.blaming) == (1, 1)


def test_title_and_description_are_one_text_and_nobody_stands_beside_it(cast):
    open_on(cast, MAY, "Seal", text="We changed it.")
    assert list(texts_between(MAY, JUNE)) == [(MAY, "Seal\nWe changed it.")]


def test_a_withdrawn_card_does_not_count(cast):
    card = open_on(cast, MAY, "The fitter forgot the seal")
    Card.objects.filter(pk=card.pk).update(withdrawn_at=timezone.now())
    assert months_of_words(MAY, 1)[0].texts == 0
