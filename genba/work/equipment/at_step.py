"""The gauge at a step of a check: named by the step (`Bore gauge [G-014]`), or chosen by whoever runs it."""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from genba.people.models import Person, Team
from genba.work.equipment.keeping import note_measurement
from genba.work.equipment.standing import Standing, standing_of
from genba.work.models import Equipment, StepResult, Version
from genba.work.steps import Step, to_do

NAMED = re.compile(r"\[([^\[\]]{1,40})\]")
ADDRESS = re.compile(r"/equipment/(\d{1,18})/")
MOST_OFFERED = 200


def codes_in(tools: str) -> list[str]:
    """The numbers in brackets in the tools of a step."""
    return [code.strip() for code in NAMED.findall(tools)]


def gauge_meant(typed: str) -> Equipment | None:
    """The gauge with this number; a scanned label gives its address. None where there is none."""
    kept = Equipment.objects.kept()
    if found := ADDRESS.search(typed):
        return kept.filter(pk=int(found.group(1))).first()
    return kept.filter(code__iexact=typed.strip()).first() if typed.strip() else None


def gauges_for(version: Version) -> list[dict[str, Any]]:
    """What a phone may offer at measured steps, as plain values: of the teams, those below, and the steps.

    `until` is the last day of use, empty where none is set; `is_good` leaves the day aside.
    """
    steps = to_do(version.steps)
    if not any(step.is_measured for step in steps):
        return []
    named = [code for step in steps for code in codes_in(step.tools)]
    near = Q(team__in=Team.objects.below(version.procedure.teams.all())) | Q(code__in=named)
    found = Equipment.objects.kept().filter(near).distinct()[:MOST_OFFERED]
    return [
        {
            "code": one.code,
            "name": one.name,
            "until": one.due_on.isoformat() if one.due_on else "",
            "is_good": one.state == Equipment.State.IN_USE and _has_been_compared(one),
        }
        for one in found
    ]


def _has_been_compared(one: Equipment) -> bool:
    return not one.needs_calibration or one.unit == Equipment.Unit.USES or one.due_on is not None


def keep_gauges(kept: StepResult, step: Step, chosen: str, *, by: Person) -> list[tuple[Equipment, Standing]]:
    """Note with which gauge a result was measured: the chosen one, else those that the step names."""
    if kept.result == StepResult.Result.NOT_APPLICABLE:
        return []
    gauge = gauge_meant(chosen) if chosen else None
    named = Equipment.objects.kept().filter(code__in=codes_in(step.tools)) if gauge is None else [gauge]
    told = [(one, standing_of(one)) for one in named]
    for one, _standing in told:
        value = "" if kept.value is None else f": {kept.value:.10g} {step.unit}".rstrip()
        words = f"{kept.run.procedure} – {step.what}"[:250]
        note_measurement(one, by=by, what=f"{words}{value}", on=timezone.localdate(kept.at), result=kept)
    return told


def not_good(result: StepResult) -> Iterable[Equipment]:
    """The gauges of a result that were not good when it was measured."""
    return Equipment.objects.filter(measurements__result=result, measurements__was_overdue=True)
