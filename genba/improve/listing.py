"""The cards of a board as a table: which, in what order, and as lines for a spreadsheet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Case, Expression, F, IntegerField, OrderBy, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from genba.improve.models import Board, Card, Column
from genba.improve.picture import SHOWN, with_marks
from genba.sources.export import Exported

UNDER_WAY, DONE, ALL = "open", "done", "all"

HOW_BAD = Case(
    *(
        When(severity=severity, then=Value(rank))
        for rank, severity in enumerate(Card.Severity.values, start=1)
    ),
    default=Value(0),
    output_field=IntegerField(),
)
SORTS: dict[str, Expression | F] = {
    "number": F("pk"),
    "title": F("title"),
    "kind": F("kind"),
    "severity": HOW_BAD,
    "owner": F("owner__name"),
    "due": F("due_on"),
    "column": F("column__position"),
    "age": F("column_since"),
    "created": F("created_at"),
    "done": F("done_at"),
}


@dataclass(frozen=True)
class Order:
    """What a table lists beyond the filters, and in what order."""

    column: Column | None = None
    state: str = UNDER_WAY
    sort: str = ""
    ignored: list[str | Promise] = field(default_factory=list)

    def as_dict(self) -> dict[str, str]:
        """The order as it stands in an address."""
        column = str(self.column.pk) if self.column else ""
        state = "" if self.state == self.usual_state else self.state
        return {
            name: wish for name, wish in (("column", column), ("state", state), ("sort", self.sort)) if wish
        }

    @property
    def usual_state(self) -> str:
        """What is listed when the address does not say: the whole of a column, else what is under way."""
        return ALL if self.column else UNDER_WAY

    @property
    def condition(self) -> Q:
        """The condition that a card meets to be listed."""
        wanted = Q(column=self.column) if self.column else Q()
        if self.state == ALL:
            return wanted
        return wanted & Q(done_at__isnull=self.state == UNDER_WAY)

    @property
    def by(self) -> list[OrderBy | str]:
        """The order of the rows; what is empty comes last."""
        name = self.sort.removeprefix("-")
        if not name:
            return ["column__position", "position", "id"]
        column = OrderBy(SORTS[name], descending=self.sort.startswith("-"), nulls_last=True)
        return [column, "id"]


def read_order(asked: Mapping[str, str], board: Board) -> Order:
    """Read the order of an address; what cannot be understood is left out and named."""
    ignored: list[str | Promise] = []
    column = next((one for one in board.columns.all() if str(one.pk) == asked.get("column")), None)
    if asked.get("column") and column is None:
        ignored.append(gettext_lazy("column"))
    sort, state = asked.get("sort", ""), asked.get("state", "")
    if sort and sort.removeprefix("-") not in SORTS:
        sort = ""
        ignored.append(gettext_lazy("order"))
    if state not in {"", UNDER_WAY, DONE, ALL}:
        state = ""
        ignored.append(gettext_lazy("state"))
    return Order(column, state or Order(column).usual_state, sort, ignored)


def listed(board: Board, order: Order, wanted: Q) -> QuerySet[Card]:
    """The cards of a table."""
    cards = Card.objects.current().filter(order.condition, wanted, board=board)
    return (
        with_marks(cards).select_related("owner", "column").only(*SHOWN, "column__name").order_by(*order.by)
    )


def heading() -> list[str]:
    """The first line of the spreadsheet."""
    return [
        _("Number"),
        _("Title"),
        _("Kind"),
        _("How bad"),
        _("Column"),
        _("Owner"),
        _("Due"),
        _("Created"),
        _("In the column since"),
        _("Done"),
        _("Reports"),
    ]


def lines(cards: QuerySet[Card]) -> Iterator[list[Exported]]:
    """One line for each card."""
    for card in cards.iterator(chunk_size=1000):
        yield [
            card.external_id or card.pk,
            card.title,
            card.get_kind_display(),
            card.get_severity_display(),
            card.column.name,
            card.owner.name if card.owner else "",
            card.due_on,
            card.created_at.date(),
            card.column_since.date(),
            card.done_at.date() if card.done_at else None,
            getattr(card, "reports", None) or 0,
        ]
