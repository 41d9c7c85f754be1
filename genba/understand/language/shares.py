"""How much of what is written in a month judges people, and whose job quality is said to be. Never by author.

Reports with a name, admitted copies of those without, and cards count; what nobody has admitted is locked
away and is not read. A month with fewer than `LEAST` texts in a known language has no share: it would say
something about a few people.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from genba.analysis.blame.flags import flags, is_validated, ownership
from genba.analysis.blame.language import language_of
from genba.analysis.months import months_later
from genba.listen.models import Report
from genba.understand.language.texts import register_texts, texts_between

LEAST = 10
LOOKED_AT = 10_000  # characters of one text


@dataclass(frozen=True)
class MonthOfWords:
    """Counts of one month. `texts` were written, `known` of them in a language with rules."""

    month: date  # its first day
    texts: int
    known: int
    blaming: int
    ours: int
    others: int

    @property
    def blame_share(self) -> float | None:
        """The share of texts that judge people, 0 to 1; None where there are too few texts."""
        return self.blaming / self.known if self.known >= LEAST else None

    @property
    def ours_share(self) -> float | None:
        """Of the texts that speak of ownership, the share that takes quality for ours; None with too few."""
        speaking = self.ours + self.others
        return self.ours / speaking if self.known >= LEAST and speaking >= LEAST else None


def months_of_words(first: date, months: int) -> list[MonthOfWords]:
    """So many months, from the month of `first` on. Every text is looked at (1 to 5 ms), so ask for few."""
    begin = first.replace(day=1)
    counts = {months_later(begin, number): [0] * 5 for number in range(months)}
    for day, text in texts_between(begin, months_later(begin, months)):
        of_month = counts.get(day.replace(day=1))
        if of_month is not None:
            of_month[:] = [one + more for one, more in zip(of_month, _counted(text), strict=True)]
    return [MonthOfWords(month, *found) for month, found in counts.items()]


def _counted(text: str) -> tuple[int, int, int, int, int]:
    """Written, in a known language, blaming, ours, others."""
    words = text[:LOOKED_AT]
    language = language_of(words)
    if not is_validated(language):
        return 1, 0, 0, 0, 0
    kinds = {flag.kind for flag in ownership(words, language)}
    others = "others" in kinds
    return 1, 1, bool(flags(words, language)), "ours" in kinds and not others, others


def _reports(first: date, before: date) -> Iterator[tuple[date, str]]:
    found = Report.objects.current().filter(received_on__gte=first, received_on__lt=before)
    yield from found.values_list("received_on", "text").iterator()


register_texts("reports", _reports)
