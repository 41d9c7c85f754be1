"""From the records of a source to readings: which column is what, and one reading for each row or period.

A period that still runs, and the first one, are left out where records are gathered: of neither is it known
that all of it was seen, and a week that is half there would look like a fall.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from statistics import fmean, median
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from genba.sources.connectors.connector import (
    Asked,
    Fetched,
    Found,
    LeftOut,
    Outside,
    Settings,
    SourceTrouble,
    State,
)
from genba.sources.dates import DateColumn
from genba.sources.numbers import NumberColumn
from genba.sources.problems import RowError
from genba.sources.table import Cell

Record = Mapping[str, Any]
SHOWN = 20
FIRST_SECOND, LAST_SECOND = 631_152_000, 7_258_118_400  # 1990 to 2200, as programs count seconds

EACH, COUNT, SUM, MEAN, MEDIAN = "each", "count", "sum", "mean", "median"
GATHERS = [
    (EACH, gettext_lazy("Each row is one reading")),
    (COUNT, gettext_lazy("How many rows in a period")),
    (SUM, gettext_lazy("The sum in a period")),
    (MEAN, gettext_lazy("The mean of a period")),
    (MEDIAN, gettext_lazy("The median of a period")),
]
PERIODS = [("day", gettext_lazy("Day")), ("week", gettext_lazy("Week")), ("month", gettext_lazy("Month"))]
PERIOD = Asked(
    "period",
    gettext_lazy("Period"),
    gettext_lazy("Counts where rows are gathered."),
    True,
    1,
    PERIODS,
    "week",
)
COLUMNS = (
    Asked("when", gettext_lazy("Column with the day or time"), required=False),
    Asked(
        "value",
        gettext_lazy("Column with the value"),
        gettext_lazy("Stays empty where rows are only counted."),
        required=False,
    ),
    Asked(
        "out_of",
        gettext_lazy("Column with the number it is out of"),
        gettext_lazy("For proportions and rates."),
        required=False,
    ),
    Asked("gather", gettext_lazy("What becomes a reading?"), "", True, 1, GATHERS, EACH),
    PERIOD,
)


def readings_from(records: Sequence[Record], settings: Settings, outside: Outside) -> Fetched:
    """The readings that records hold, by the columns that a person has named. Raises SourceTrouble."""
    if len(records) > outside.rows:
        raise SourceTrouble(State.HUGE)
    if not records:
        raise SourceTrouble(State.EMPTY)
    gather = settings.get("gather") or EACH
    names = {name: settings.get(name, "").strip() for name in ("when", "value", "out_of")}
    if not names["value"] and gather != COUNT:
        raise SourceTrouble(State.COLUMN, _("Say in which column the value stands."))
    if not names["when"] and (len(records) > 1 or gather != EACH):
        raise SourceTrouble(State.COLUMN, _("Say in which column the day or time stands."))
    for name in filter(None, names.values()):
        _must_be_there(records, name)
    read = _reader(records, names, outside, counts=gather == COUNT)
    rows: list[Found] = []
    left_out: list[LeftOut] = []
    count = 0
    for place, record in enumerate(records, start=1):
        try:
            rows.append(read(record))
        except RowError as error:
            count += 1
            if len(left_out) < SHOWN:
                left_out.append(LeftOut(place, error.sentence))
    if gather != EACH:
        rows = list(_gathered(rows, gather, settings.get("period") or "week", outside))
    return Fetched(tuple(sorted(rows, key=lambda row: row.at)), tuple(left_out), count)


def cell_of(record: Record, name: str) -> Any:
    """What stands under a name; `fields.created` goes into what lies within."""
    if name in record:
        return record[name]
    here: Any = record
    for part in name.split("."):
        if not isinstance(here, Mapping):
            return None
        here = here.get(part)
    return here


def period_start(at: datetime, period: str) -> datetime:
    """The beginning of the day, week (Monday) or month, at the place where it is."""
    day = at.date()
    if period == "week":
        day -= timedelta(days=day.weekday())
    elif period == "month":
        day = day.replace(day=1)
    return datetime.combine(day, time.min, at.tzinfo)


def _must_be_there(records: Sequence[Record], name: str) -> None:
    if any(cell_of(record, name) is not None for record in records):
        return
    known = sorted({str(key) for record in records[:SHOWN] for key in record})[:SHOWN]
    words = _("There is no column “{name}”, or nothing in it. There are: {known}.")
    raise SourceTrouble(State.COLUMN, words.format(name=name[:60], known=", ".join(known)))


def _reader(
    records: Sequence[Record], names: Mapping[str, str], outside: Outside, *, counts: bool
) -> Callable[[Record], Found]:
    dates = DateColumn.of(_cells(records, names["when"]))
    numbers = {
        name: NumberColumn.of(_cells(records, names[name])) for name in ("value", "out_of") if names[name]
    }

    def number(record: Record, name: str) -> float:
        cell = _known(record, names[name])
        try:
            found = float(numbers[name].read(cell))
        except RowError as error:
            raise error.at(names[name]) from None
        if not math.isfinite(found):
            raise RowError("not_a_number", column=names[name], value=str(found))
        return found

    def read(record: Record) -> Found:
        at = _moment(record, names["when"], dates, outside)
        value = number(record, "value") if names["value"] and not counts else 1.0
        return Found(at, value, number(record, "out_of") if names["out_of"] and not counts else None)

    return read


def _moment(record: Record, name: str, dates: DateColumn, outside: Outside) -> datetime:
    if not name:
        return period_start(outside.now.astimezone(outside.zone), "day")
    cell = _known(record, name)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        seconds = cell / 1000 if cell > LAST_SECOND else cell
        if FIRST_SECOND <= seconds <= LAST_SECOND:
            cell = datetime.fromtimestamp(seconds, UTC)
    try:
        read: date | datetime = dates.read(cell)
    except RowError as error:
        raise error.at(name) from None
    if not isinstance(read, datetime):
        read = datetime.combine(read, time.min)
    at = read.replace(tzinfo=outside.zone) if read.tzinfo is None else read.astimezone(outside.zone)
    if at > outside.now:
        raise RowError("refused", column=name, sentence=_("this is still to come"))
    return at


def _known(record: Record, name: str) -> Cell:
    cell = cell_of(record, name)
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        raise RowError("missing", column=name)
    if not isinstance(cell, str | int | float | bool | date):
        raise RowError("not_a_number", column=name, value=str(cell)[:60])
    return cell


def _cells(records: Sequence[Record], name: str) -> list[Cell]:
    cells = [cell_of(record, name) for record in records] if name else []
    return [cell for cell in cells if isinstance(cell, str | int | float | date)]


def _gathered(rows: Sequence[Found], gather: str, period: str, outside: Outside) -> Iterator[Found]:
    held: dict[datetime, list[Found]] = defaultdict(list)
    for row in rows:
        held[period_start(row.at, period)].append(row)
    running = period_start(outside.now.astimezone(outside.zone), period)
    for at in _whole_periods(sorted(held), running, period):
        here = held.get(at, [])
        if here or gather in {COUNT, SUM}:
            yield _one(at, here, gather)


def _whole_periods(known: Sequence[datetime], running: datetime, period: str) -> Iterator[datetime]:
    """Every period after the first known one and before the running one, those without a row too."""
    at = known[0] if known else running
    while (at := _next(at, period)) < running:
        yield at


def _next(at: datetime, period: str) -> datetime:
    """The next beginning, by the calendar: a day on which the clock is turned has its own length."""
    reach = {"day": 1, "week": 7, "month": 32}[period]
    ahead = datetime.combine(at.date() + timedelta(days=reach), time.min, at.tzinfo)
    return period_start(ahead, period)


def _one(at: datetime, rows: Sequence[Found], gather: str) -> Found:
    values = [row.value for row in rows]
    outs = [row.out_of for row in rows if row.out_of is not None]
    if gather in {COUNT, SUM}:
        return Found(at, math.fsum(values), math.fsum(outs) if outs else None)
    return Found(at, fmean(values) if gather == MEAN else median(values))
