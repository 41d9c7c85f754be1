"""Plain lists that people type: sites line by line, teams with indentation."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from genba.people.models.team import DEEPEST

LONGEST_NAME = 120
MOST_LINES = 500


@dataclass(frozen=True)
class Branch:
    """One line of a typed tree: a name and how many names stand above it."""

    name: str
    level: int


def read_lines(text: str) -> list[str]:
    """The lines that say something, without bullets and spaces. Raises ValidationError in words."""
    lines = [line for line in (_bare(line) for line in text.splitlines()) if line]
    _refuse_what_does_not_fit(lines)
    return lines


def read_tree(text: str) -> list[Branch]:
    """The names with their level; a line that stands further in belongs to the one above it.

    Spaces, tabs and bullets all count. Raises ValidationError in words.
    """
    branches = list(_branches(text))
    _refuse_what_does_not_fit([branch.name for branch in branches])
    if any(branch.level >= DEEPEST for branch in branches):
        raise ValidationError(_("This tree is too deep. Use at most %(n)d levels.") % {"n": DEEPEST})
    _refuse_twins(branches)
    return branches


def _branches(text: str) -> Iterator[Branch]:
    margins: list[int] = []
    for line in text.splitlines():
        name = _bare(line)
        if not name:
            continue
        margin = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip(" -*•·–"))
        while margins and margin <= margins[-1]:
            margins.pop()
        yield Branch(name, len(margins))
        margins.append(margin)


def _bare(line: str) -> str:
    return " ".join(line.strip(" \t-*•·–,;").split())


def _refuse_what_does_not_fit(names: list[str]) -> None:
    if len(names) > MOST_LINES:
        many = _(
            "These are more than %(most)d lines. Begin with the most important ones; import the rest later."
        )
        raise ValidationError(many % {"most": MOST_LINES})
    for name in names:
        if len(name) > LONGEST_NAME:
            long = _("“%(name)s…” is too long for a name: at most %(most)d characters.")
            raise ValidationError(long % {"name": name[:40], "most": LONGEST_NAME})


def _refuse_twins(branches: list[Branch]) -> None:
    seen: set[tuple[str, ...]] = set()
    way: list[str] = []
    for branch in branches:
        way = [*way[: branch.level], branch.name.casefold()]
        if tuple(way) in seen:
            raise ValidationError(_("“%(name)s” stands twice in the same place.") % {"name": branch.name})
        seen.add(tuple(way))
