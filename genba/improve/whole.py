"""A card with all that belongs to it, in one journey to the database: its page shows ten lists."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any, TypeVar

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from genba.improve.models import (
    Card,
    CardReport,
    Cause,
    CheckItem,
    Column,
    Comment,
    EffectivenessCheck,
    Experiment,
    Stay,
    Why,
)
from genba.listen.models import Report
from genba.people.models import Person
from genba.people.models.name import shown_name

Row = TypeVar("Row", bound=models.Model)

ANY_CARD = -1  # no card has this number; it holds the place of the one that is asked for
MOST_ROWS = 200  # of one list on one page; an imported card can carry thousands of comments


class Rows(Subquery):
    """The rows of a subquery as one JSON list."""

    output_field = models.JSONField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any) -> Any:
        """SQLite forgets that a column is JSON, so each row is read again."""
        template = '(SELECT json_group_array(json(t."row")) FROM (%(subquery)s) t)'
        return super().as_sql(compiler, connection, template=template, **more)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any) -> Any:
        """PostgreSQL answers NULL where there is no row."""
        template = """(SELECT COALESCE(jsonb_agg(t."row"), '[]'::jsonb) FROM (%(subquery)s) t)"""
        return super().as_sql(compiler, connection, template=template, **more)


@dataclass(frozen=True)
class Knot:
    """A report behind a card, as much of it as this person may see."""

    report: Report
    is_seen: bool


@dataclass(frozen=True)
class Whole:
    """A card and everything that its page shows."""

    card: Card
    whys: list[Why]
    causes: list[Cause]
    checklist: list[CheckItem]
    comments: list[Comment]
    experiments: list[Experiment]
    checks: list[EffectivenessCheck]
    stays: list[Stay]
    offspring: list[Card]
    knots: list[Knot]

    @property
    def ticked(self) -> int:
        """How many lines of the checklist are ticked."""
        return sum(item.is_ticked for item in self.checklist)

    @property
    def check(self) -> EffectivenessCheck | None:
        """The look of the present round: planned, due or answered."""
        return self.checks[-1] if self.checks else None

    @property
    def is_due(self) -> bool:
        """Whether it is time to look."""
        return self.check is not None and self.check.result == EffectivenessCheck.Result.DUE

    @property
    def still_asks_why(self) -> bool:
        """Whether the whys are still being asked; later they are read."""
        early = {Column.Stage.NEW, Column.Stage.UNDERSTAND}
        return not self.whys or self.card.column.stage in early

    @property
    def running(self) -> int:
        """How many experiments are running."""
        return sum(one.result == Experiment.Result.OPEN for one in self.experiments)

    @property
    def cycle(self) -> timedelta | None:
        """From being opened to being done."""
        return self.card.done_at - self.card.created_at if self.card.done_at else None

    @property
    def age(self) -> timedelta:
        """From being opened to now."""
        return timezone.now() - self.card.created_at

    @property
    def unseen(self) -> int:
        """How many reports stand behind the card that this person may not read."""
        return sum(not knot.is_seen for knot in self.knots)

    def time_by_column(self) -> list[tuple[int, timedelta]]:
        """How long the card has stood in each column, in the order of the columns' numbers."""
        by_column = sorted(self.stays, key=lambda stay: stay.column_id)
        return [
            (number, sum((stay.length for stay in stays), timedelta()))
            for number, stays in groupby(by_column, key=lambda stay: stay.column_id)
        ]


def read_whole(person: Person, key: int) -> Whole | None:
    """The card with everything, or None where there is none that this person may see. Three queries."""
    with_what_it_names = ("board__team", "column", "owner", "process", "made_by", "made_from")
    card = Card.objects.visible_to(person).select_related(*with_what_it_names).filter(pk=key).first()
    if card is None:
        return None
    lists = _lists_of(key)
    return Whole(
        card=card,
        whys=_read(Why, lists["whys"], order="position"),
        causes=_read(Cause, lists["causes"]),
        checklist=_read(CheckItem, lists["checklist"], order="position"),
        comments=_signed(_read(Comment, lists["comments"]), "by"),
        experiments=_read(Experiment, lists["experiments"]),
        checks=_signed(_read(EffectivenessCheck, lists["checks"]), "looked_by"),
        stays=_read(Stay, lists["stays"]),
        offspring=_read(Card, lists["offspring"]),
        knots=_knots(person, card),
    )


def _lists_of(key: int) -> dict[str, list[dict[str, Any]]]:
    names, question, values = _question(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(question, [key if value == ANY_CARD else value for value in values])
        found = cursor.fetchone() or ["[]"] * len(names)
    return {
        name: json.loads(rows) if isinstance(rows, str) else rows
        for name, rows in zip(names, found, strict=True)
    }


@lru_cache(maxsize=2)
def _question(vendor: str) -> tuple[tuple[str, ...], str, tuple[Any, ...]]:
    """The lists as one question. To put it into SQL takes longer than to answer it, so it is done once."""
    del vendor
    lists = {
        "whys": _rows(Why, "position"),
        "causes": _rows(Cause, "id"),
        "checklist": _rows(CheckItem, "position", "id"),
        "comments": _rows(Comment, "-id", by_name=F("by__name")),
        "experiments": _rows(Experiment, "id"),
        "checks": _rows(EffectivenessCheck, "id", by_name=F("looked_by__name")),
        "stays": _rows(Stay, "id"),
        "offspring": _rows(Card, "id", only=("id", "title", "done_at"), by="made_from"),
    }
    asked = Card.objects.filter(pk=ANY_CARD).values_list(*lists.values())
    return tuple(lists), *asked.query.sql_with_params()


def _rows(
    model: type[models.Model], *order: str, only: Iterable[str] = (), by: str = "card", **more: Any
) -> Rows:
    columns = list(only) or [field.attname for field in model._meta.concrete_fields]
    found: QuerySet[Any] = model._default_manager.filter(**{by: OuterRef("pk")}).order_by(*order)
    return Rows(found.values(row=JSONObject(**{name: F(name) for name in columns}, **more))[:MOST_ROWS])


def _read(model: type[Row], rows: list[dict[str, Any]], *, order: str = "id") -> list[Row]:
    found = [_instance(model, row) for row in rows]
    return sorted(found, key=lambda one: (getattr(one, order), one.pk))


def _instance(model: type[Row], row: dict[str, Any]) -> Row:
    fields = [field for field in model._meta.concrete_fields if field.attname in row]
    made = model.from_db(
        None, [field.attname for field in fields], [_value(f, row[f.attname]) for f in fields]
    )
    made.signature = row.get("by_name")  # type: ignore[attr-defined]
    return made


def _value(field: "models.Field[Any, Any]", stored: Any) -> Any:
    value = field.to_python(stored)
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def _signed(rows: list[Row], role: str) -> list[Row]:
    for row in rows:
        name = shown_name(getattr(row, "signature", None))
        setattr(row, role, Person(pk=getattr(row, f"{role}_id"), name=name) if name else None)
    return rows


def _knots(person: Person, card: Card) -> list[Knot]:
    seen = Report.objects.visible_to(person).filter(pk=OuterRef("report_id"))
    tied = CardReport.objects.filter(card=card, report__withdrawn_at=None).annotate(is_seen=Exists(seen))
    return [
        Knot(knot.report, knot.is_seen)
        for knot in tied.select_related("report__reporter", "report__place").order_by("tied_on", "id")[
            :MOST_ROWS
        ]
    ]
