"""The kinds of fact. Each room declares in its `facts.py` what it says, and the sentence people read."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class FactKind:
    """One kind of fact: its name (`room.what_happened`) and its sentence, read after a person's name."""

    name: str
    sentence: str | Promise


_kinds: dict[str, FactKind] = {}


def declare(name: str, sentence: str | Promise) -> FactKind:
    """Declare a kind of fact. The same name twice is a mistake in the house."""
    if name in _kinds:
        message = f"The fact {name} is declared twice."
        raise ValueError(message)
    _kinds[name] = FactKind(name, sentence)
    return _kinds[name]


def kind_named(name: str) -> FactKind:
    """The declared kind; a kind that is no longer declared keeps its name as its sentence."""
    return _kinds.get(name, FactKind(name, name))


def all_kinds() -> list[FactKind]:
    """Every declared kind, by name."""
    return [_kinds[name] for name in sorted(_kinds)]
