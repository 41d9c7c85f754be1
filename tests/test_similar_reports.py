"""How often what people tied together is among the first ten that are suggested: on public issues."""

from functools import partial

import pytest

from genba.improve.models import Card
from genba.improve.recurrence.alike import ranked
from genba.sources.reading import read_table
from genba.sources.tests.shared_data import shared

LEAST = 0.86
FIRST = 10


def rows(name):
    table = read_table(shared(f"registers/{name}.csv.gz").read_bytes())
    return [dict(zip(table.columns, row.cells, strict=True)) for row in table.rows()]


@pytest.fixture
def issues(cast):
    """Every issue as a card, by its number over there."""
    card = partial(Card, board=cast.board, column=cast.board.column_for("new"))
    cards = {
        row["Issue id"]: card(title=row["Summary"][:300], text=row["Description"])
        for row in rows("hadoop_issues")
    }
    Card.objects.bulk_create(cards.values(), batch_size=200)
    return cards


@pytest.mark.slow
def test_most_duplicates_that_people_tied_are_among_the_first_ten(cast, issues):
    told = [(row["Issue id"], row["Duplicate id"]) for row in rows("hadoop_duplicates")]
    pairs = [(issues[one], issues[other]) for one, other in told if {one, other} <= issues.keys()]
    both_ways = [*pairs, *((other, one) for one, other in pairs)]
    found = [other.pk in first_ten(one, cast.quentin) for one, other in both_ways]
    assert len(found) == 250
    assert sum(found) / len(found) >= LEAST


def first_ten(card, person):
    return [alike.thing.pk for alike in ranked(card, person)[:FIRST]]
