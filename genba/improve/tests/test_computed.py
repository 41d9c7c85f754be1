"""What Genba counts from cards by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest

from genba.improve.models import Card, EffectivenessCheck
from genba.understand.tests.counted import enough_people, figures, filled

pytestmark = pytest.mark.django_db
APRIL, MARCH, FEBRUARY = date(2026, 4, 1), date(2026, 3, 1), date(2026, 2, 1)


def card(cast, made, done, kind="idea"):
    at = datetime(2026, 1, 10, tzinfo=UTC)
    return Card.objects.create(
        board=cast.board,
        column=cast.board.columns.last(),
        kind=kind,
        title="x",
        created_at=at + timedelta(days=made),
        done_at=None if done is None else at + timedelta(days=done),
    )


def test_cards_tell_ideas_put_into_practice_and_how_long_it_takes(cast):
    crew = enough_people(cast)
    for made, done, kind in ((0, 60, "idea"), (40, 62, "idea"), (50, 64, "experiment"), (60, None, "idea")):
        card(crew, made, done, kind)
    assert figures(filled(crew, "ideas_implemented")) == {
        FEBRUARY: (0, None),
        MARCH: (2, None),
        APRIL: (0, None),
    }
    took = filled(crew, "time_to_resolve", name="How long", shape="measure")
    assert figures(took) == {MARCH: (22, None)}


def test_the_dated_looks_tell_how_often_it_helped(cast):
    done = card(cast, 0, 60)
    for day, result in ((3, "helped"), (4, "helped"), (5, "did_not_help")):
        EffectivenessCheck.objects.create(
            card=done, what="x", due_on=APRIL, result=result, looked_on=date(2026, 4, day)
        )
    EffectivenessCheck.objects.create(card=done, what="x", due_on=APRIL)
    assert figures(filled(cast, "card_effectiveness", shape="proportion")) == {APRIL: (2, 3)}
