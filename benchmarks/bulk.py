"""Believable bulk for the benchmarks: most of it long finished, with the backlog of a large organisation."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from random import Random
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
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


def multiply(*, reports: int, facts: int) -> None:
    """Add answered reports and facts inside the database, which is faster by far than carrying them there."""
    answered = Report.objects.filter(state="answered")
    _copy(answered, reports, {"id": _random_number(), "client_key": "NULL"})
    _copy(Fact.objects.filter(name="improve.card_moved"), facts, {"id": None})


def _copy(rows: "QuerySet[Any]", number: int, instead: dict[str, str | None]) -> None:
    """Copy rows over and over; a column may get another value, or (None) its default."""
    model = rows.model
    columns = [
        field.column for field in model._meta.concrete_fields if instead.get(field.column, "") is not None
    ]
    values = ", ".join(instead.get(column) or column for column in columns)
    keys = ", ".join(str(key) for key in rows.values_list("pk", flat=True)[:1000])
    times = number // max(1, len(keys.split(","))) + 1
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE again(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM again WHERE n < {times}) "
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM again CROSS JOIN {table} "
            f"WHERE id IN ({keys}) LIMIT {number}"
        )
        cursor.execute("ANALYZE")


def _random_number() -> str:
    """A random key of 53 bits, in the database's own words."""
    if connection.vendor == "sqlite":
        return "(random() >> 11) & 9007199254740991"
    return "(random() * 9007199254740991)::bigint"


def fill(model: type[Model], rows: Iterable[Model]) -> None:
    """Write rows in batches."""
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        model._default_manager.bulk_create(batch)
