"""What a ready metric says, and the shelf on which they stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

GROUPS: dict[str, Words] = {
    "customer": _("What customers get"),
    "quality": _("Right the first time"),
    "flow": _("Flow and money"),
    "people": _("People who say and improve"),
    "system": _("Whether the system works"),
}


@dataclass(frozen=True, slots=True)
class Ready:
    """One metric of the library.

    `code` is its lasting name. `shape`, `better`, `role` and `rhythm` are values of the choices of `Metric`.
    `counter` is the code of the metric that would show what pushing this one costs elsewhere, and
    `counter_why` says how. `computes` names the computation by which Genba fills it from its own records.
    `is_told` marks what people themselves report: less of it may only mean that less is said.
    """

    code: str
    group: str
    name: Words
    definition: Words
    unit: Words
    shape: str
    better: str
    role: str
    how: Words
    counter: str
    counter_why: Words
    per: int = 1
    rhythm: str = "month"
    computes: str = ""
    is_told: bool = False
    may_be_negative: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Everything in which a search looks."""
        return (str(self.name), str(self.definition), str(self.how))


_shelf: dict[str, Ready] = {}


def put_on_shelf(*ready: Ready) -> None:
    """Offer metrics in the library; a second one with the same code replaces the first."""
    _shelf.update({one.code: one for one in ready})


def all_ready() -> list[Ready]:
    """Every metric of the library, in the order of the shelf."""
    return list(_shelf.values())


def ready_named(code: str) -> Ready | None:
    """The one of this code, or None."""
    return _shelf.get(code)


def found_by(words: str) -> list[Ready]:
    """Those that say all these words somewhere."""
    wanted = words.casefold().split()
    return [one for one in all_ready() if all(_says(one.words, word) for word in wanted)]


def _says(texts: Iterable[str], word: str) -> bool:
    return any(word in text.casefold() for text in texts)
