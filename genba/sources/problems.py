"""What can be wrong with a row, in words; the same kind of problem is counted together."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

SHOWN_LENGTH = 60

PROBLEMS: Mapping[str, str] = {
    "too_many_cells": gettext_noop("this row has %(cells)s cells, but the header names %(columns)s columns"),
    "too_few_cells": gettext_noop(
        "this row has only %(cells)s of %(columns)s cells; "
        "a text with a line break may stand without quotation marks"
    ),
    "open_quote": gettext_noop("a quotation mark is opened here and never closed"),
    "too_long_cell": gettext_noop(
        "a text here is longer than %(limit)s characters; a quotation mark may not be closed"
    ),
    "malformed": gettext_noop("this row cannot be taken apart into cells"),
    "nul": gettext_noop("this row contains a NUL character, which is no text; the file may be damaged"),
    "wrong_bytes": gettext_noop("this row contains bytes that are not %(encoding)s text"),
    "missing": gettext_noop("is empty, but is needed"),
    "not_a_date": gettext_noop("“%(value)s” is not a date that we can read"),
    "no_such_day": gettext_noop("“%(value)s” is a day that does not exist"),
    "far_year": gettext_noop("“%(value)s” lies outside the years 1900 to 2199"),
    "not_a_number": gettext_noop("“%(value)s” is not a number"),
    "not_a_choice": gettext_noop("“%(value)s” is none of: %(choices)s"),
    "not_yes_or_no": gettext_noop("“%(value)s” is neither yes nor no"),
    "nobody": gettext_noop("“%(value)s” is nobody that we know by e-mail address or name"),
    "several_people": gettext_noop("“%(value)s” is the name of several people; use the e-mail address"),
    "not_an_address": gettext_noop("“%(value)s” is not an e-mail address"),
    "too_long": gettext_noop("is longer than %(limit)s characters"),
    "id_twice": gettext_noop("“%(value)s” is already the number of row %(row)s"),
    "time_twice": gettext_noop("“%(value)s” is the time of row %(row)s already; the first one counts"),
    "refused": gettext_noop("%(sentence)s"),
}


class RowError(Exception):
    """One row that cannot be taken over, and why.

    `problem` is a key of PROBLEMS; `column` is the heading in the file, empty when the whole row is meant.
    """

    def __init__(self, problem: str, *, column: str = "", **details: object) -> None:
        super().__init__(problem)
        self.problem = problem
        self.column = column
        self.details = details

    def at(self, column: str) -> "RowError":
        """Say in which column it happened."""
        self.column = column
        return self

    @property
    def sentence(self) -> str:
        """The reason as a reader sees it, in the reader's language."""
        details = {
            key: value if key == "sentence" else _shortened(value) for key, value in self.details.items()
        }
        words = str(_(PROBLEMS[self.problem])) % details
        return f"{self.column}: {words}" if self.column else words[:1].upper() + words[1:]

    @property
    def kind(self) -> tuple[str, str]:
        """Errors of the same kind are grouped; their values may differ."""
        if self.problem == "refused":
            return (self.column, str(self.details.get("sentence", "")))
        return (self.column, self.problem)

    def __str__(self) -> str:
        return self.sentence


def _shortened(value: object) -> object:
    if isinstance(value, str) and len(value) > SHOWN_LENGTH:
        return value[: SHOWN_LENGTH - 1].rstrip() + "…"
    return value
