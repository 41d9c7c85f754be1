"""Which texts count for the share of a month: rooms above hang theirs in, without their authors."""

from collections.abc import Callable, Iterable
from datetime import date

# From a first day (inclusive) to a last one (exclusive): the day and the words, and not whose they are.
Texts = Callable[[date, date], Iterable[tuple[date, str]]]
_sources: dict[str, Texts] = {}


def register_texts(name: str, texts: Texts) -> None:
    """Hang texts in. `texts(first, before)` gives each text with the day on which it was written."""
    _sources[name] = texts


def texts_between(first: date, before: date) -> Iterable[tuple[date, str]]:
    """Every text written from `first` on and before `before`."""
    for texts in _sources.values():
        yield from texts(first, before)
