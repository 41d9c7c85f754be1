"""What checks bring to other pages: figures and a button to the procedure's, what is due to the home page."""

from datetime import timedelta
from typing import Any

from genba.people.models import Person
from genba.work.checks.figures import latest_runs, median_seconds, step_times, yields_by_month, yields_by_team
from genba.work.checks.running import version_to_run
from genba.work.models import CheckRound, DueCheck, Run, Version

MOST_DUE, MOST_RUNS, MOST_STEPS = 5, 6, 8


def run_button(person: Person, version: Version) -> dict[str, Any] | None:
    """The button that runs the procedure; for those who may change it, the one that makes it a check."""
    procedure = version.procedure
    if procedure.retired_on:
        return None
    runnable = version_to_run(procedure) is not None
    may_mark = not procedure.is_check and procedure.may_be_changed_by(person)
    return {"procedure": procedure, "runnable": runnable, "may_mark": runnable and may_mark}


def figures(person: Person, version: Version) -> dict[str, Any] | None:
    """What the runs say, for a procedure that was ever run or is a check."""
    del person
    procedure = version.procedure
    runs = latest_runs(procedure)
    rounds = CheckRound.objects.going().filter(procedure=procedure).count()
    if not runs and not procedure.is_check:
        return None
    months = yields_by_month(procedure)
    steps = step_times(runs)
    seconds = median_seconds(runs)
    return {
        "procedure": procedure,
        "rounds": rounds,
        "months": months,
        "points": [one.percent for one in months],
        "teams": yields_by_team(procedure),
        "count": len(runs),
        "time": None if seconds is None else timedelta(seconds=seconds),
        "steps": [
            {"told": one, "time": None if one.seconds is None else timedelta(seconds=one.seconds)}
            for one in steps[:MOST_STEPS]
        ],
        "most_failed": steps[0] if steps and steps[0].failed else None,
        "runs": Run.objects.ended()
        .filter(procedure=procedure)
        .select_related("team", "place")
        .order_by("-ended_at")[:MOST_RUNS],
    }


def due_block(person: Person) -> dict[str, Any] | None:
    """What is due for the teams of a person; nothing where nothing is."""
    turns = DueCheck.objects.waiting().of_teams(person)
    found = list(turns.select_related("round__procedure", "round__place", "round__team")[:MOST_DUE])
    return {"turns": found} if found else None
