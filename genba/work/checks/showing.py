"""A check as a phone gets it: its steps and their order as plain values, with nothing about people."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from genba.analysis.procedure import tree_of
from genba.people.models import Person
from genba.work.checks.course import lines_of
from genba.work.equipment.at_step import codes_in, gauges_for
from genba.work.models import DueCheck, Procedure, StepResult, Version
from genba.work.steps import Step

MOST_KEPT = 60


def plain_check(version: Version) -> dict[str, Any]:
    """Everything that is needed to run this version without a signal."""
    return {
        "procedure": version.procedure_id,
        "version": version.number,
        "title": version.title,
        "why": version.why,
        "since": version.in_force_at.isoformat() if version.in_force_at else "",
        "gauges": gauges_for(version),
        "tree": tree_of(version.steps).plain(),
        "steps": [
            {
                "key": line.step.key,
                "number": line.number,
                "above": " › ".join(step.what for step in line.above),
                "what": line.step.what,
                "who": line.step.who,
                "how_well": line.step.how_well,
                "minutes": line.step.minutes,
                "tools": line.step.tools,
                "gauge": next(iter(codes_in(line.step.tools)), ""),
                "why": line.step.why,
                "picture": picture_of(line.step),
                "is_measured": line.step.is_measured,
                "unit": line.step.unit,
                "low": line.step.low,
                "high": line.step.high,
                "limits": limits_of(line.step),
                "wants_photo": line.step.wants_photo,
            }
            for line in lines_of(version.steps).values()
        ],
    }


def picture_of(step: Step) -> str:
    """The address of a step's picture, or nothing."""
    return f"/files/{step.picture}/" if step.picture else ""


def limits_of(step: Step) -> str:
    """The limits as they are read: `79.97 to 80.03 mm`."""
    low, high = _number(step.low), _number(step.high)
    if step.low is not None and step.high is not None:
        words = _("%(low)s to %(high)s %(unit)s") % {"low": low, "high": high, "unit": step.unit}
    elif step.low is not None:
        words = _("at least %(low)s %(unit)s") % {"low": low, "unit": step.unit}
    elif step.high is not None:
        words = _("at most %(high)s %(unit)s") % {"high": high, "unit": step.unit}
    else:
        words = step.unit
    return words.strip()


def failure_in_words(result: StepResult, version: Version) -> str:
    """What a failed step says in a report: `Step 3 of First-piece check: bore 80.07 mm, limit 80.03`."""
    line = lines_of(version.steps).get(result.step.key)
    if line is None:
        return f"{version.title}: {result.step.what}"
    words = _("Step %(number)s of %(check)s: %(what)s") % {
        "number": line.number,
        "check": version.title,
        "what": line.step.what,
    }
    if result.value is not None:
        words += f" – {_number(result.value)} {line.step.unit}".rstrip()
        if result.is_within is False:
            words += _(", limits: %(limits)s") % {"limits": limits_of(line.step)}
    return f"{words}. {result.note}".strip() if result.note else words


def checks_at_hand(person: Person) -> list[Version]:
    """The checks that somebody may need without a signal: those of their teams first, then the others."""
    teams = [team.pk for team in person.teams]
    due = DueCheck.objects.waiting().of_teams(person).values("round__procedure_id")
    own = Procedure.objects.in_use().filter(Q(is_check=True, teams__in=teams) | Q(pk__in=due))
    found = list(_in_force(own.values("pk"))[:MOST_KEPT])
    if len(found) < MOST_KEPT:
        others = _in_force(Procedure.objects.in_use().filter(is_check=True).values("pk"))
        found += others.exclude(pk__in=[one.pk for one in found])[: MOST_KEPT - len(found)]
    return found


def _in_force(procedures: Iterable[Any]) -> Any:
    running = Version.objects.filter(state=Version.State.IN_FORCE, procedure__in=procedures)
    return running.select_related("procedure").order_by("title")


def report_address(result: StepResult, version: Version, *, place_code: str = "") -> str:
    """The address of the report form with everything filled in but the sending."""
    asked = {
        "kind": "problem",
        "text": failure_in_words(result, version)[:1000],
        "place": place_code,
        "about": f"work.stepresult:{result.pk}",
    }
    words = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('listen:report')}?{words}"


def _number(value: float | None) -> str:
    return "" if value is None else number_format(f"{value:.10g}", use_l10n=True)
