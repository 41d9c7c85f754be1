"""What may come of a report in triage. Rooms above hang their outcomes in from their `registrations.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.utils.functional import Promise

from genba.listen.models import Report
from genba.people.models import Person

MakeForm = Callable[[Report, Person, Any], BaseForm]
Act = Callable[[Report, Person, Any], None]


@dataclass(frozen=True)
class Outcome:
    """One way to end triage.

    `form(report, person, data)` makes the form (data is None for a fresh one); it has the required field
    `words`, which is what the reporter will read. `act(report, person, form)` does it with a valid form.
    """

    name: str
    label: str | Promise
    icon: str
    help: str | Promise
    order: int
    form: MakeForm
    act: Act


_outcomes: dict[str, Outcome] = {}


def register_outcome(outcome: Outcome) -> None:
    """Offer an outcome in triage; a second one with the same name replaces the first."""
    _outcomes[outcome.name] = outcome


def all_outcomes() -> list[Outcome]:
    """Every outcome, in the order in which triage offers them."""
    return sorted(_outcomes.values(), key=lambda outcome: (outcome.order, outcome.name))


def outcome_named(name: str) -> Outcome | None:
    """The outcome with this name, or None."""
    return _outcomes.get(name)
