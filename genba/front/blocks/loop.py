"""The loop at a glance as a strip, and the teams side by side."""

from typing import Any

from genba.front.loop import Glance, glances
from genba.people.models import Person

MOST = 12


def strip(person: Person) -> dict[str, Any]:
    """The whole organisation's loop."""
    whole, _teams = _glances(person)
    return {"glance": whole}


def teams(person: Person) -> dict[str, Any]:
    """Every team's waiting, the one that has waited longest on top."""
    _whole, of_teams = _glances(person)
    found = sorted(of_teams, key=lambda glance: -(glance.answered.oldest_days or 0))
    return {"glances": found[:MOST], "is_more": len(found) > MOST}


def _glances(person: Person) -> tuple[Glance, list[Glance]]:
    """All figures, read once a request: the strip and the teams stand on the same page."""
    known: dict[str, tuple[Glance, list[Glance]]] = person.__dict__
    if "_glances" not in known:
        known["_glances"] = glances()
    return known["_glances"]
