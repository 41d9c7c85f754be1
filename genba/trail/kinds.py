"""The kinds of fact. Each room declares in its `facts.py` what it says, and the sentence people read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class FactKind:
    """One kind of fact: its name (`room.what_happened`) and its sentence, read after a person's name.

    `words` turns a code of the data (`try`) into the word that people read (`Try`).
    """

    name: str
    sentence: str | Promise
    words: Mapping[str, Callable[[Any], object]] = field(default_factory=dict)


_kinds: dict[str, FactKind] = {}


def declare(
    name: str, sentence: str | Promise, words: Mapping[str, Callable[[Any], object]] | None = None
) -> FactKind:
    """Declare a kind of fact. The same name twice is a mistake in the house."""
    if name in _kinds:
        message = f"The fact {name} is declared twice."
        raise ValueError(message)
    _kinds[name] = FactKind(name, sentence, words or {})
    return _kinds[name]


def kind_named(name: str) -> FactKind:
    """The declared kind; a kind that is no longer declared keeps its name as its sentence."""
    return _kinds.get(name, FactKind(name, name))


def all_kinds() -> list[FactKind]:
    """Every declared kind, by name."""
    return [_kinds[name] for name in sorted(_kinds)]
