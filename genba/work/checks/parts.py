"""What checks bring to other pages: figures and a button to the procedure's, what is due to the home page."""

from datetime import timedelta
from typing import Any

from genba.people.models import Person
from genba.work.checks.figures import median_seconds, step_times, yields_of
from genba.work.checks.running import is_tried_by
from genba.work.models import DueCheck, Version
from genba.work.whole import whole_of

MOST_DUE, MOST_STEPS = 5, 8


def run_button(person: Person, version: Version) -> dict[str, Any] | None:
    """The button that runs the procedure; for those who may change it, the one that makes it a check.

    What is in force is run by everybody, what is tried by those who try it, and nothing else by anybody.
    """
    procedure, whole = version.procedure, whole_of(version, person)
    if procedure.retired_on:
        return None
    counts = version.state == Version.State.IN_FORCE
    tries = version.state == Version.State.PILOT and is_tried_by(person, whole.running)
    may_mark = not procedure.is_check and whole.counts is not None and procedure.may_be_changed_by(person)
    return {
        "procedure": procedure,
        "runnable": bool(version.body) and (counts or tries),
        "number": version.number if tries else None,
        "may_mark": may_mark,
    }


def figures(person: Person, version: Version) -> dict[str, Any] | None:
    """What the runs say, for a procedure that was ever run or is a check."""
    procedure, whole = version.procedure, whole_of(version, person)
    runs = whole.latest
    if not runs and not procedure.is_check:
        return None
    months, teams = yields_of(procedure)
    steps = step_times(runs, whole.steps)
    seconds = median_seconds(runs)
    return {
        "procedure": procedure,
        "rounds": whole.rounds,
        "months": months,
        "points": [one.percent for one in months],
        "teams": teams,
        "count": len(runs),
        "time": None if seconds is None else timedelta(seconds=seconds),
        "steps": [
            {"told": one, "time": None if one.seconds is None else timedelta(seconds=one.seconds)}
            for one in steps[:MOST_STEPS]
        ],
        "most_failed": steps[0] if steps and steps[0].failed else None,
        "runs": whole.runs,
    }


def due_block(person: Person) -> dict[str, Any] | None:
    """What is due for the teams of a person; nothing where nothing is."""
    turns = DueCheck.objects.waiting().of_teams(person)
    found = list(turns.select_related("round__procedure", "round__place", "round__team")[:MOST_DUE])
    return {"turns": found} if found else None
