"""The loop at a glance as a strip, and the teams side by side."""

from typing import Any

from genba.front.loop import glance_of, team_glances
from genba.people.models import Person

MOST = 12


def strip(person: Person) -> dict[str, Any]:
    """The whole organisation's loop."""
    del person
    return {"glance": glance_of(None)}


def teams(person: Person) -> dict[str, Any]:
    """Every team's waiting, the one that has waited longest on top."""
    del person
    found = sorted(team_glances(), key=lambda glance: -(glance.answered.oldest_days or 0))
    return {"glances": found[:MOST], "is_more": len(found) > MOST}
