"""The loop at a glance as a strip, and the teams side by side."""

from typing import Any

from genba.front.loop import Glance, all_glances, nothing_yet
from genba.people.models import Person

MOST = 12


def strip(person: Person) -> dict[str, Any]:
    """The whole organisation's loop."""
    of_all = [glance for glance in _glances(person) if not glance.team]
    return {"glance": of_all[0] if of_all else nothing_yet(None)}


def teams(person: Person) -> dict[str, Any]:
    """Every team's waiting, the one that has waited longest on top."""
    of_teams = [glance for glance in _glances(person) if glance.team]
    found = sorted(of_teams, key=lambda glance: -(glance.answered.oldest_days or 0))
    return {"glances": found[:MOST], "is_more": len(found) > MOST}


def _glances(person: Person) -> list[Glance]:
    """All figures, read once a request: the strip and the teams stand on the same page."""
    known: dict[str, list[Glance]] = person.__dict__
    if "_glances" not in known:
        known["_glances"] = all_glances()
    return known["_glances"]
