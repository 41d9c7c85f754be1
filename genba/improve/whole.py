"""A card with all that belongs to it, in one journey to the database: its page shows ten lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db import connection, models
from django.db.models import Exists, OuterRef, QuerySet
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
from genba.trail.rows import ANY, MOST_ROWS, Prepared, Row, Rows, ask, prepare, read, rows_of


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
    return ask(_question(connection.vendor), {ANY: key})


@lru_cache(maxsize=2)
def _question(vendor: str) -> Prepared:
    """The lists as one question."""
    del vendor
    lists = {
        "whys": _rows(Why, "position"),
        "causes": _rows(Cause, "id"),
        "checklist": _rows(CheckItem, "position", "id"),
        "comments": _rows(Comment, "-id", by_name="by__name"),
        "experiments": _rows(Experiment, "id"),
        "checks": _rows(EffectivenessCheck, "id", by_name="looked_by__name"),
        "stays": _rows(Stay, "id"),
        "offspring": _rows(Card, "id", only=("id", "title", "done_at"), by="made_from"),
    }
    return prepare(Card.objects.filter(pk=ANY), lists)


def _rows(
    model: type[models.Model], *order: str, only: Iterable[str] = (), by: str = "card", **more: Any
) -> Rows:
    found: QuerySet[Any] = model._default_manager.filter(**{by: OuterRef("pk")}).order_by(*order)
    return rows_of(found, only=only, **more)


def _read(model: type[Row], rows: list[dict[str, Any]], *, order: str = "id") -> list[Row]:
    return sorted(read(model, rows), key=lambda one: (getattr(one, order), one.pk))


def _signed(rows: list[Row], role: str) -> list[Row]:
    for row in rows:
        name = shown_name(getattr(row, "by_name", None))
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
