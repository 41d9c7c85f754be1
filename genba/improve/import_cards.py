"""Rows of a register become cards on a board: complete, with their dates, and nothing asked in retrospect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from django.db.models import Max
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from genba.improve import facts
from genba.improve.boards import make_board
from genba.improve.card_words import FIELDS
from genba.improve.models import Board, Card, Column, Stay
from genba.improve.moving import shift
from genba.people.bringing import Withdrawable, brought_by, tell_of_import
from genba.people.models import Person, Team
from genba.sources.rows import FineRow
from genba.sources.targets import Before, ImportContext, Target, Words, register_target
from genba.sources.writing import reserve_keys, write_many

LONGEST_TITLE = 300
BROUGHT = Withdrawable(Card, imported=facts.CARD_IMPORTED, undone=facts.CARD_IMPORT_UNDONE)


def make(rows: Sequence[FineRow], context: ImportContext) -> list[int]:
    """Make the cards of these rows, still withdrawn."""
    columns, now = _Columns.of(context), timezone.now()
    cards = [_card(row, columns, context, now) for row in rows]
    keys = reserve_keys(Card, len(cards))
    same = {
        "board_id": columns.board_id,
        "made_by_id": context.by_id,
        "import_id": context.import_id,
        "withdrawn_at": now,
    }
    write_many(
        Card,
        ("id", *_CARD_COLUMNS, *same),
        ((key, *card, *same.values()) for key, card in zip(keys, cards, strict=True)),
    )
    write_many(
        Stay,
        ("card_id", "column_id", "entered_at"),
        ((key, card.column_id, card.column_since) for key, card in zip(keys, cards, strict=True)),
    )
    return keys


def change(pairs: Sequence[tuple[int, FineRow]], context: ImportContext) -> list[Before]:
    """Take over what changed in the register. A column counts as changed only if its word did, so that a card
    which the team has moved stays where it is."""
    columns = _Columns.of(context)
    cards = Card.objects.select_related("column", "board").in_bulk([pk for pk, _row in pairs])
    befores = [_change(cards[pk], row, columns, context) for pk, row in pairs]
    tell_of_import(facts.CARD_CHANGED_BY_IMPORT, Card, [pk for pk, _row in pairs], context)
    return befores


def put_back(pairs: Sequence[tuple[int, Before]], context: ImportContext) -> None:
    """Undo what `change` did."""
    cards = Card.objects.select_related("column", "board").in_bulk([pk for pk, _before in pairs])
    for pk, before in pairs:
        card = cards[pk]
        for name, value in before.items():
            if name != "column_id":
                setattr(card, name, _from_json(name, value))
        card.save(update_fields=[name for name in before if name != "column_id"])
        if "column_id" in before:
            column = Column.objects.get(pk=before["column_id"])
            shift(card, column=column, by=brought_by(context))
    tell_of_import(facts.CARD_IMPORT_UNDONE, Card, [pk for pk, _before in pairs], context)


def places(person: Person) -> list[tuple[str, Words]]:
    """The boards to which this person may import, and a new one for each of their teams."""
    teams = [team for team in Team.objects.order_by("name") if _may(person, team)]
    boards = Board.objects.visible_to(person).filter(team__in=teams).select_related("team")
    known = [(f"board:{board.pk}", f"{board.team} · {board.name}") for board in boards]
    return [*known, *((f"new:{team.pk}", _("A new board for %(team)s") % {"team": team}) for team in teams)]


def settle(place: str, by_id: int | None) -> str:
    """Make the new board, if one was chosen."""
    kind, _colon, key = place.partition(":")
    if kind != "new":
        return place
    by = Person.objects.filter(pk=by_id).first() if by_id else None
    board = make_board(Team.objects.get(pk=key), name=_("Imported cards"), by=by)
    return f"board:{board.pk}"


def address(place: str) -> str:
    """The board on which the cards stand."""
    kind, _colon, key = place.partition(":")
    try:
        return reverse("improve:board", args=[key]) if kind == "board" else ""
    except NoReverseMatch:  # the board has no page of its own yet
        return ""


def people() -> list[tuple[int, str, str]]:
    """Everybody who may own a card."""
    return list(Person.objects.filter(is_active=True).values_list("pk", "email", "name"))


@dataclass
class _Columns:
    """The columns of the board, and where the next card stands in each."""

    board_id: int
    by_stage: dict[str, int]
    ends: dict[int, float]

    @classmethod
    def of(cls, context: ImportContext) -> "_Columns":
        """Read the board once for a whole import."""
        if "columns" not in context.memory:
            context.memory["columns"] = cls._read(context)
        return cast(_Columns, context.memory["columns"])

    @classmethod
    def _read(cls, context: ImportContext) -> "_Columns":
        board_id = int(context.place.removeprefix("board:"))
        columns = Column.objects.filter(board_id=board_id).annotate(last=Max("cards__position"))
        found = [(column.stage, column.pk, column.last or 0.0) for column in columns]
        return cls(board_id, {stage: pk for stage, pk, _last in found}, {pk: last for _s, pk, last in found})

    def place_in(self, stage: str) -> tuple[int, float]:
        """The column of a stage and the next position in it."""
        column_id = self.by_stage[stage]
        self.ends[column_id] += 1.0
        return column_id, self.ends[column_id]


class _Card(NamedTuple):
    column_id: int
    position: float
    kind: str
    title: str
    text: str
    severity: str
    owner_id: int | None
    due_on: date | None
    created_at: datetime
    column_since: datetime
    done_at: datetime | None
    external_id: str
    imported: dict[str, str]


_CARD_COLUMNS = _Card._fields


def _card(row: FineRow, columns: _Columns, context: ImportContext, now: datetime) -> _Card:
    values: dict[str, Any] = row.values
    stage = _stage(row)
    created = values.get("created") or values.get("resolved") or now
    done_at = (values.get("resolved") or created) if stage == Column.Stage.DONE else None
    column_id, position = columns.place_in(stage)
    title, text = _title_and_text(row)
    return _Card(
        column_id=column_id,
        position=position,
        kind=values.get("kind") or Card.Kind.CORRECTIVE_ACTION.value,
        title=title,
        text=text,
        severity=values.get("severity") or "",
        owner_id=values.get("owner"),
        due_on=values.get("due"),
        created_at=created,
        column_since=done_at or created,
        done_at=done_at,
        external_id=row.external_id if not row.external_id.startswith("#") else "",
        imported=_rest(row, stage, context),
    )


def _stage(row: FineRow) -> str:
    """The stage that the row names; without one, a date of being done speaks for itself."""
    stage = row.values.get("stage")
    if stage:
        return str(stage)
    return Column.Stage.DONE.value if row.values.get("resolved") else Column.Stage.NEW.value


def _rest(row: FineRow, stage: str, context: ImportContext) -> dict[str, str]:
    """What fits no field of a card, in the register's own words: nothing of the row gets lost."""
    resolved = row.values.get("resolved")
    if stage == Column.Stage.DONE or not isinstance(resolved, datetime):
        return row.rest
    return {**row.rest, context.column_of("resolved"): resolved.isoformat(sep=" ", timespec="minutes")}


def _title_and_text(row: FineRow) -> tuple[str, str]:
    """A title is one short line; what does not fit opens the description, so that nothing is lost."""
    title, text = str(row.values["title"]), str(row.values.get("text") or "")
    line = " ".join(title.split())
    if len(line) <= LONGEST_TITLE:
        return line, text
    return f"{line[: LONGEST_TITLE - 1].rstrip()}…", f"{title}\n\n{text}".strip()


def _change(card: Card, row: FineRow, columns: _Columns, context: ImportContext) -> Before:
    title, text = _title_and_text(row)
    wanted: dict[str, Any] = {"title": title, "imported": _rest(row, _stage(row), context)}
    if context.column_of("text"):
        wanted["text"] = text
    names = {"kind": "kind", "severity": "severity", "owner": "owner_id"}
    for name in filter(lambda name: _is_new_word(card, row, context, name), names):
        wanted[names[name]] = row.values[name] if name == "owner" else row.values[name] or ""
    if context.column_of("due"):
        wanted["due_on"] = row.values["due"]
    if row.values.get("created"):
        wanted["created_at"] = row.values["created"]
    before = {
        name: _to_json(getattr(card, name)) for name, value in wanted.items() if getattr(card, name) != value
    }
    column_id = columns.by_stage[_stage(row)]
    if _is_new_word(card, row, context, "stage") and column_id != card.column_id:
        before |= {"column_id": card.column_id, "done_at": _to_json(card.done_at)}
    for name in before.keys() & wanted.keys():
        setattr(card, name, wanted[name])
    card.save(update_fields=[name for name in before if name in wanted])
    if "column_id" in before:
        shift(card, column=Column.objects.get(pk=column_id), by=brought_by(context))
        _keep_done_date(card, row)
    return before


def _keep_done_date(card: Card, row: FineRow) -> None:
    resolved = row.values.get("resolved")
    if card.done_at and isinstance(resolved, datetime):
        card.done_at = resolved
        card.save(update_fields=["done_at"])


def _is_new_word(card: Card, row: FineRow, context: ImportContext, name: str) -> bool:
    column = context.column_of(name)
    return bool(column) and card.imported.get(column, "") != row.rest.get(column, "")


def _to_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _from_json(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name.endswith("_at"):
        return parse_datetime(value)
    return parse_date(value) if name.endswith("_on") else value


def _may(person: Person, team: Team) -> bool:
    return person.is_administrator or person.answers_for(team)


register_target(
    Target(
        kind="cards",
        label=gettext_lazy("Cards on a board"),
        fields=FIELDS,
        make=make,
        show=BROUGHT.show,
        withdraw=BROUGHT.withdraw,
        discard=BROUGHT.discard,
        change=change,
        put_back=put_back,
        address=address,
        place_label=gettext_lazy("Board"),
        places=places,
        settle=settle,
        people=people,
    )
)
