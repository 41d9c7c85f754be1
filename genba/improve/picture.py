"""What a board shows: its columns, the cards in them, how full and how old they are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from genba.improve.ageing import Age, age_of
from genba.improve.filters import Filters
from genba.improve.models import Board, BoardFlow, Card, CardReport, CheckItem, Column
from genba.improve.models.card import CardQuerySet
from genba.people.models import Person

MOST_IN_A_COLUMN = 25
DONE_IS_SHOWN_FOR = timedelta(days=30)
SHOWN = (
    "board_id",
    "column_id",
    "position",
    "kind",
    "title",
    "severity",
    "due_on",
    "created_at",
    "column_since",
    "done_at",
    "external_id",
    "owner_id",
    "owner__name",
)


@dataclass(frozen=True)
class CardOnBoard:
    """A card and how long it has stood in its column."""

    card: Card
    age: Age

    @property
    def days_late(self) -> int:
        """For how many days its due date has passed; 0 while there is time, or when it is done."""
        due_on = self.card.due_on
        return (timezone.localdate() - due_on).days if due_on and self.card.is_late else 0

    @property
    def created_on(self) -> date:
        """The day on which it was opened."""
        return timezone.localtime(self.card.created_at).date()

    @property
    def done_on(self) -> date | None:
        """The day on which it was done."""
        done_at = self.card.done_at
        return timezone.localtime(done_at).date() if done_at else None


@dataclass(frozen=True)
class ColumnOnBoard:
    """A column, the cards of it that are shown, and how many there are."""

    column: Column
    cards: list[CardOnBoard]
    total: int
    wanted: int

    @property
    def is_over(self) -> bool:
        """Whether it holds more than the team wants at once."""
        return self.column.wip_limit is not None and self.total > self.column.wip_limit

    @property
    def is_done(self) -> bool:
        """Whether it is the last one, which shows only what was done lately."""
        return self.column.stage == Column.Stage.DONE

    @property
    def beyond(self) -> int:
        """How many wanted cards are not shown, because there are too many for a board."""
        return self.wanted - len(self.cards)


@dataclass(frozen=True)
class Lane:
    """The cards of one kind across the board; cells stand in the order of the columns."""

    kind: Card.Kind
    cells: list[tuple[ColumnOnBoard, list[CardOnBoard]]]

    @property
    def count(self) -> int:
        """How many of its cards are shown."""
        return sum(len(cards) for _column, cards in self.cells)


@dataclass(frozen=True)
class Picture:
    """A board as one person wants to see it now."""

    board: Board
    columns: list[ColumnOnBoard]
    measured: BoardFlow | None
    oldest: timedelta | None

    @property
    def hidden(self) -> int:
        """How many cards the filters hide."""
        return sum(column.total - column.wanted for column in self.columns)

    @property
    def is_empty(self) -> bool:
        """Whether there is no card at all yet."""
        return not any(column.total for column in self.columns)

    @property
    def lanes(self) -> list[Lane]:
        """One lane for each kind of card that is shown."""
        lanes = [Lane(kind, [(column, _of(kind, column)) for column in self.columns]) for kind in Card.Kind]
        return [lane for lane in lanes if lane.count]

    @property
    def cards(self) -> list[Card]:
        """Every card that is shown."""
        return [seen.card for column in self.columns for seen in column.cards]

    def find(self, card_id: int) -> CardOnBoard | None:
        """A card that is shown."""
        return next(
            (seen for column in self.columns for seen in column.cards if seen.card.pk == card_id), None
        )


def picture_of(board: Board, filters: Filters, *, person: Person, now: datetime | None = None) -> Picture:
    """Read a board: how many cards each column holds, and the first thirty of each."""
    now = now or timezone.now()
    measured: BoardFlow | None = getattr(board, "flow", None)
    columns = list(board.columns.order_by("position"))
    shelf = _shelf(columns, since=now - DONE_IS_SHOWN_FOR)
    counts = {row["column_id"]: row for row in _count(shelf, filters.wanted_by(person))}
    cards: dict[int, list[CardOnBoard]] = defaultdict(list)
    for card in _shown(shelf.filter(filters.wanted_by(person))):
        cards[card.column_id].append(CardOnBoard(card, age_of(card, measured, now=now)))
    oldest = min((row["oldest"] for row in counts.values() if row["oldest"]), default=None)
    return Picture(
        board=board,
        columns=[_column(column, cards[column.pk], counts.get(column.pk, {})) for column in columns],
        measured=measured,
        oldest=now - oldest if oldest else None,
    )


def _shelf(columns: list[Column], *, since: datetime) -> CardQuerySet:
    """All cards under way, and those that were done lately."""
    done = [column.pk for column in columns if column.stage == Column.Stage.DONE]
    under_way = [column.pk for column in columns if column.stage != Column.Stage.DONE]
    return Card.objects.current().filter(Q(column__in=under_way) | Q(column__in=done, done_at__gte=since))


def _count(shelf: CardQuerySet, wanted: Q) -> Iterable[Any]:
    return (
        shelf.order_by()
        .values("column_id")
        .annotate(
            total=Count("pk"),
            wanted=Count("pk", filter=wanted) if wanted else Count("pk"),
            oldest=Min("created_at", filter=Q(done_at=None)),
        )
    )


def _shown(cards: CardQuerySet) -> QuerySet[Card]:
    """The first cards of each column with what stands on them: two queries for the whole board."""
    place = Window(
        RowNumber(),
        partition_by=F("column_id"),
        order_by=[F("done_at").desc(nulls_first=True), F("position").asc(), F("id").asc()],
    )
    first = list(cards.annotate(place=place).filter(place__lte=MOST_IN_A_COLUMN).values_list("pk", flat=True))
    return (
        with_marks(Card.objects.filter(pk__in=first))
        .select_related("owner")
        .only(*SHOWN)
        .order_by(F("done_at").desc(nulls_first=True), "position", "id")
    )


def with_marks(cards: QuerySet[Card]) -> QuerySet[Card]:
    """Add what a card shows of its neighbours: reports, their place, and how much of the list is ticked."""
    ties = CardReport.objects.filter(card=OuterRef("pk"), report__withdrawn_at=None)
    items = CheckItem.objects.filter(card=OuterRef("pk"))
    return cards.annotate(
        reports=_number_of(ties),
        place=Subquery(ties.exclude(report__place=None).order_by("pk").values("report__place__name")[:1]),
        to_tick=_number_of(items),
        ticked=_number_of(items.filter(is_ticked=True)),
    )


def _number_of(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().values("card").annotate(n=Count("pk")).values("n"))


def _column(column: Column, cards: list[CardOnBoard], count: dict[str, int]) -> ColumnOnBoard:
    return ColumnOnBoard(column, cards, total=count.get("total", 0), wanted=count.get("wanted", 0))


def _of(kind: Card.Kind, column: ColumnOnBoard) -> list[CardOnBoard]:
    return [seen for seen in column.cards if seen.card.kind == kind]
