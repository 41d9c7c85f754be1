"""What somebody wants to see, said in the address: sharing the address shares the view."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.utils.functional import Promise

NOBODY = "nobody"
LONGEST_TEXT = 200
LONGEST_NUMBER = 18

Fits = Callable[[str], bool]


@dataclass(frozen=True)
class Wishes:
    """The wishes that were understood. `ignored` names those that were not, in the reader's words."""

    ignored: list[str | Promise] = field(default_factory=list)

    @property
    def are_set(self) -> bool:
        """Whether anything may be hidden."""
        return bool(self.as_dict())

    def as_dict(self) -> dict[str, str]:
        """The wishes as they stand in an address, without the empty ones."""
        named = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "ignored"}
        return {name: "1" if wish is True else wish for name, wish in named.items() if wish}


def understood(
    asked: Mapping[str, str], fits: Mapping[str, Fits], words: Mapping[str, str | Promise]
) -> dict[str, Any]:
    """What a class of wishes is made of. What cannot be understood is left out and named, never an error."""
    given = {name: asked.get(name, "").strip() for name in fits}
    fitting = {name: wish for name, wish in given.items() if wish and fits[name](wish)}
    return {
        **fitting,
        "ignored": [words[name] for name, wish in given.items() if wish and name not in fitting],
    }


def is_text(wish: str) -> bool:
    """Words that can be looked for."""
    return len(wish) <= LONGEST_TEXT and "\x00" not in wish


def is_number(wish: str) -> bool:
    """A number that a record may have."""
    return wish.isascii() and wish.isdigit() and len(wish) <= LONGEST_NUMBER


def is_number_or_nobody(wish: str) -> bool:
    """A person's number, or the word for nobody."""
    return wish == NOBODY or is_number(wish)
