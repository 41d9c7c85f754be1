"""What rooms above give to the looks, hung in from their `registrations.py`; nothing is imported upwards.

Until a room gives something, the sign that needs it says that it has not enough to tell.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model

from genba.trail.kinds import FactKind


@dataclass(frozen=True, slots=True)
class Action:
    """When an action was opened, and when it was finished (None: it is under way)."""

    opened_on: date
    finished_on: date | None


@dataclass(frozen=True, slots=True)
class Audit:
    """How much one audit found in how many days."""

    findings: int
    days: float


@dataclass(frozen=True, slots=True)
class Review:
    """How many of those invited came to a review of top management."""

    came: int
    invited: int


@dataclass(frozen=True, slots=True)
class Family:
    """Reports that people confirmed to be one trouble, 30 days old or more, and how many led to a card."""

    subject: Model
    reports: int
    taken: int


@dataclass(frozen=True, slots=True)
class Families:
    """All families, and the reports of the same time that are in none."""

    families: Sequence[Family]
    others: int
    others_taken: int


Gather = Callable[[date], Iterable[Any]]
_given: dict[type, Gather] = {}
_activity: set[str] = set()


def give(kind: type, gather: Gather) -> None:
    """Let a room give its `Action`, `Audit`, `Review` or `Families` (one), oldest first."""
    _given[kind] = gather


def given(kind: type, today: date) -> list[Any]:
    """What was given of a kind as it stands today; nothing where no room gives it."""
    return list(_given[kind](today)) if kind in _given else []


def count_as_activity(*kinds: FactKind) -> None:
    """Count facts of these kinds as daily work on quality, for the sign that compares weeks before audits."""
    _activity.update(kind.name for kind in kinds)


def activity() -> list[str]:
    """The names of the facts that count as daily work."""
    return sorted(_activity)
