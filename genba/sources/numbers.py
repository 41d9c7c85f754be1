"""Read numbers with a decimal comma or a decimal point; which one is decided for a whole column."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from genba.sources.problems import RowError
from genba.sources.table import Cell, is_blank

LONGEST_NUMBER = 40

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_TRIMMINGS = re.compile(r"^(?:EUR|USD|CHF|GBP|[€$£])?(?P<body>.*?)(?:%|EUR|USD|CHF|GBP|[€$£])?$", re.I)
_BODY = re.compile(r"[+\-−]?(?:\d[\d.,]*|[.,]\d+)(?:[eE][+-]?\d{1,2})?")


@dataclass(frozen=True)
class NumberColumn:
    """Reads the numbers of one column."""

    decimal: str = "."

    @classmethod
    def of(cls, cells: Iterable[Cell], *, prefer: str = ".") -> "NumberColumn":
        """Look at all cells of the column: 1.234,5 or 12,5 anywhere means that the comma is decimal."""
        votes = {",": 0, ".": 0}
        for cell in cells:
            if isinstance(cell, str) and not is_blank(cell):
                sign = _decimal_sign(_body(cell))
                if sign:
                    votes[sign] += 1
        if votes[","] == votes["."]:
            return cls(decimal=prefer)
        return cls(decimal="," if votes[","] > votes["."] else ".")

    def read(self, cell: Cell) -> Decimal:
        """Return the exact number. Raises RowError."""
        if isinstance(cell, bool) or not isinstance(cell, str | int | float):
            raise RowError("not_a_number", value=str(cell))
        if not isinstance(cell, str):
            return _exact(str(cell))
        body = _body(cell)
        if len(body) > LONGEST_NUMBER or not _BODY.fullmatch(body):
            raise RowError("not_a_number", value=cell.strip())
        thousands = "." if self.decimal == "," else ","
        whole, *parts = body.split(self.decimal)
        if len(parts) > 1 or any(thousands in part for part in parts) or not _groups(whole, thousands):
            raise RowError("not_a_number", value=cell.strip())
        plain = ".".join([whole.replace(thousands, ""), *parts]).replace("−", "-")
        return _exact(plain)


def looks_like_number(text: str) -> bool:
    """Whether a text is a number in some habit of writing."""
    body = _body(text)
    return len(body) <= LONGEST_NUMBER and _BODY.fullmatch(body) is not None


def _exact(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise RowError("not_a_number", value=text)
    return number


def _groups(whole: str, thousands: str) -> bool:
    """Thousands come in threes: 1.234.567, not 12.34."""
    first, *rest = whole.lstrip("+-−").split(thousands)
    return all(len(part) == 3 for part in rest) and (not rest or 1 <= len(first) <= 3)


def _body(text: str) -> str:
    clean = _SPACES.sub("", text[: 4 * LONGEST_NUMBER])
    match = _TRIMMINGS.match(clean)
    return match["body"] if match else clean


def _decimal_sign(body: str) -> str:
    """The sign that can only be the decimal one, or nothing when both readings are possible."""
    comma, point = body.rfind(","), body.rfind(".")
    if comma >= 0 and point >= 0:
        return "," if comma > point else "."
    sign, last = (",", comma) if comma >= 0 else (".", point)
    if last < 0 or body.count(sign) > 1:
        return {",": ".", ".": ","}[sign] if last >= 0 else ""
    whole, part = body[:last].lstrip("+-−"), body[last + 1 :]
    return sign if len(part) != 3 or len(whole) > 3 or whole in {"", "0"} else ""
