"""Read dates as people and programs write them; day or month first is decided for a whole column."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

from genba.sources.problems import RowError
from genba.sources.table import Cell

EXCEL_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  (a spreadsheet knows no time zone)
FIRST_SERIAL, LAST_SERIAL = (
    18_264,
    109_574,
)  # 1950 to 2199 as day numbers of a spreadsheet; below, they are years
FIRST_YEAR, LAST_YEAR = 1900, 2199
CENTURY_TURNS = 70
LONGEST_DATE = 60

_MONTHS = (
    "jan january januar jänner janvier janv enero ene",
    "feb february februar février févr fév febrero",
    "mar march märz mär mrz mars marzo",
    "apr april avril avr abril abr",
    "may mai mayo",
    "jun june juni juin junio",
    "jul july juli juillet juil julio",
    "aug august août aout agosto ago",
    "sep sept september septembre septiembre setiembre",
    "oct october oktober okt octobre octubre",
    "nov november novembre noviembre",
    "dec december dezember dez décembre déc diciembre dic",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
for _name, _number in list(MONTHS.items()):
    MONTHS[_name.translate(str.maketrans("äéû", "aeu"))] = _number
MONTHS["maerz"] = 3

_TIME = (
    r"(?:(?:\s*T\s*|\s*,\s*|\s+)(?:at |um |à |a las )?"
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"(?:\s*(?P<half>[ap])\.?\s?m\.?)?(?:\s*(?:Uhr|h))?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_NUMERIC = re.compile(r"(?P<a>\d{1,2})[./\-](?P<b>\d{1,2})[./\-](?P<year>\d{4}|\d{2})" + _TIME, re.I)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[./\-](?P<month>\d{1,2})[./\-](?P<day>\d{1,2})" + _TIME, re.I)
_COMPACT = re.compile(r"(?P<year>(?:19|20|21)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_NAMED = re.compile(
    _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º)?[.\s/\-]*(?:de\s+|of\s+)?(?P<name>[^\W\d_]{3,10})\.?"
    r"(?:[.\s/,\-]+(?:de\s+)?)(?P<year>\d{4}|'?\d{2})" + _TIME,
    re.I,
)
_NAME_FIRST = re.compile(
    _WEEKDAY + r"(?P<name>[^\W\d_]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})" + _TIME,
    re.I,
)
_SHAPES = (_YEAR_FIRST, _NAMED, _NAME_FIRST, _COMPACT)


class DateColumn:
    """Reads the dates of one column. `day_first` is what the column itself shows, else the preference."""

    def __init__(self, *, day_first: bool, ambiguous: bool = False, serials: bool = False) -> None:
        self.day_first = day_first
        self.ambiguous = ambiguous
        self.serials = serials
        self._read_text = lru_cache(maxsize=4096)(self._text)

    @classmethod
    def of(cls, cells: Iterable[Cell], *, prefer_day_first: bool = True) -> "DateColumn":
        """Look at all cells of the column and decide for all of them at once.

        30/9/21 anywhere makes the column day-first, 9/30/21 month-first. Where nothing tells, points mean
        day-first and slashes follow the preference; the column then says that it is ambiguous.
        """
        day_votes = month_votes = open_votes = points = serials = others = 0
        for cell in cells:
            text = cell.strip() if isinstance(cell, str) else ""
            match = _NUMERIC.fullmatch(text) if text else None
            if match is None:
                serials += _serial(cell) is not None
                others += bool(text)
                continue
            first, second = int(match["a"]), int(match["b"])
            day_votes += first > 12 >= second
            points += text[match.end("a")] == "."
            month_votes += second > 12 >= first
            open_votes += first <= 12 and second <= 12 and first != second
        day_first = (prefer_day_first or points > 0) if day_votes == month_votes else day_votes > month_votes
        ambiguous = bool(open_votes) and not (day_votes or month_votes or points)
        return cls(day_first=day_first, ambiguous=ambiguous, serials=serials > 0 and serials >= others // 2)

    def read(self, cell: Cell) -> date | datetime:
        """Return a date, or a datetime when a time stands there too. Raises RowError."""
        if isinstance(cell, str):
            return self._read_text(cell)
        if isinstance(cell, datetime | date):
            return _in_range(cell, str(cell))
        moment = _serial(cell)
        if moment is None:
            raise RowError("not_a_date", value=str(cell))
        return moment

    def _text(self, text: str) -> date | datetime:
        clean = text.strip()
        if len(clean) > LONGEST_DATE:
            raise RowError("not_a_date", value=clean)
        match = _NUMERIC.fullmatch(clean)
        if match:
            first, second = int(match["a"]), int(match["b"])
            day, month = (first, second) if self.day_first else (second, first)
            if month > 12 >= day:  # one row of another habit than its column: only one reading exists
                day, month = month, day
            return _moment(match, day=day, month=month)
        for shape in _SHAPES:
            match = shape.fullmatch(clean)
            if match:
                return _moment(match, day=int(match["day"]), month=_month(match))
        return self._other(clean)

    def _other(self, text: str) -> date | datetime:
        serial = _serial(text) if self.serials else None
        if serial is not None:
            return serial
        raise RowError("not_a_date", value=text)


def looks_like_date(text: str) -> bool:
    """Whether a text has the shape of a date (a bare number does not count)."""
    clean = text.strip()
    if not 6 <= len(clean) <= LONGEST_DATE:
        return False
    if _NUMERIC.fullmatch(clean) or _YEAR_FIRST.fullmatch(clean):
        return True
    match = _NAMED.fullmatch(clean) or _NAME_FIRST.fullmatch(clean)
    return match is not None and match["name"].lower() in MONTHS


def _month(match: re.Match[str]) -> int:
    parts = match.groupdict()
    if "month" in parts:
        return int(parts["month"])
    month = MONTHS.get(parts["name"].lower())
    if month is None:
        raise RowError("not_a_date", value=match.string)
    return month


def _moment(match: re.Match[str], *, day: int, month: int) -> date | datetime:
    digits = match["year"].lstrip("'")
    year = int(digits)
    if len(digits) == 2:
        year += 1900 if year >= CENTURY_TURNS else 2000
    try:
        on = _in_range(date(year, month, day), match.string)
        parts = match.groupdict()
        if not parts.get("hour"):
            return on
        clock = time(
            _hour(parts), int(parts["minute"]), int(parts["second"] or 0), tzinfo=_zone(parts["zone"])
        )
    except ValueError:
        raise RowError("no_such_day", value=match.string) from None
    return datetime.combine(on, clock)


def _hour(parts: dict[str, str]) -> int:
    hour = int(parts["hour"])
    if not parts["half"]:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if parts["half"].lower() == "p" else 0)


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text[0] not in "+-":
        return timezone.utc  # noqa: UP017  (one name for both cases)
    reach = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-reach if text[0] == "-" else reach)


def _in_range(on: date, text: str) -> date:
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise RowError("far_year", value=text)
    return on


def _serial(cell: Cell) -> date | datetime | None:
    """Read the day number of a spreadsheet (44469.7 is the 30th of September 2021, afternoon)."""
    if isinstance(cell, bool | date):
        return None
    try:
        days = float(cell)
    except ValueError:
        return None
    if not FIRST_SERIAL <= days <= LAST_SERIAL:
        return None
    moment = EXCEL_DAY_ZERO + timedelta(seconds=round(days * 86_400))
    return moment.date() if days == int(days) else moment
