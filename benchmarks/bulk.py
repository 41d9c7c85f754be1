"""Believable bulk for the benchmarks: most of it long finished, with the backlog of a large organisation."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from random import Random

from django.db.models import Model
from django.utils import timezone

from genba.improve.models import Board, Card, Stay
from genba.listen.models import Report
from genba.listen.models.report import week_of
from genba.people.models import Person, Place
from genba.trail.models import Fact

BATCH = 5000


def inflate(*, reports: int, cards: int, facts: int) -> None:
    """Add this many of each to a loaded demonstration."""
    rng = Random(5)
    texts = list(Report.objects.values_list("text", flat=True)[:300])
    fill(Report, more_reports(rng, texts, reports))
    last = Card.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    fill(Card, more_cards(rng, texts, cards))
    made = Card.objects.filter(pk__gt=last).values_list("pk", "column_id", "created_at")
    fill(Stay, (Stay(card_id=pk, column_id=column, entered_at=at) for pk, column, at in made.iterator()))
    fill(Fact, more_facts(facts, cards=cards))


def more_reports(rng: Random, texts: list[str], number: int) -> Iterator[Report]:
    """One in 250 waits for an answer; two of five are anonymous."""
    places, people = list(Place.objects.select_related("team")), list(Person.objects.all())
    for count in range(number):
        at, place = timezone.now() - timedelta(days=rng.random() * 900, minutes=5), rng.choice(places)
        by = rng.choice(people) if rng.random() < 0.6 else None
        waits = count % 250 == 0
        yield Report(
            kind=rng.choice(Report.Kind.values),
            text=f"{rng.choice(texts)} ({count})",
            place=place,
            team=place.team,
            reporter=by,
            received_at=at if by else None,
            received_on=at.date() if by else week_of(at.date()),
            state="new" if waits else "answered",
            answered_at=None if waits else at + timedelta(days=rng.random() * 5),
        )


def more_cards(rng: Random, texts: list[str], number: int) -> Iterator[Card]:
    """One in 60 is under way, the rest done."""
    boards = [(board, list(board.columns.all())) for board in Board.objects.all()]
    people = list(Person.objects.all())
    for count in range(number):
        board, columns = rng.choice(boards)
        at = timezone.now() - timedelta(days=rng.random() * 900)
        column = columns[-1] if count % 60 else rng.choice(columns[:-1])
        done = column.stage == "done"
        yield Card(
            board=board,
            column=column,
            title=f"{rng.choice(texts)[:200]} ({count})",
            text=rng.choice(texts),
            owner=rng.choice(people),
            created_at=at,
            column_since=at,
            position=count,
            done_at=at + timedelta(days=rng.random() * 40) if done else None,
        )


def more_facts(number: int, *, cards: int) -> Iterator[Fact]:
    """Moves of cards, a minute apart."""
    now = timezone.now()
    for count in range(number):
        yield Fact(
            at=now - timedelta(minutes=number - count),
            name="improve.card_moved",
            subject_kind="improve.card",
            subject_id=str(count % max(cards, 1) + 1),
            data={"from": "new", "to": "try"},
        )


def fill(model: type[Model], rows: Iterable[Model]) -> None:
    """Write rows in batches."""
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        model._default_manager.bulk_create(batch)
