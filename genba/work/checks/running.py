"""How a run of a check begins, goes on and ends; on the server step by step, or whole from a phone."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.people.models import Person, Place, Team
from genba.trail.files import keep_file
from genba.trail.record import record
from genba.work import facts
from genba.work.checks.course import Course, course_of
from genba.work.checks.given import Given, Judged, judge
from genba.work.checks.tally import count_run, uncount_given_up
from genba.work.checks.turns import give_turn_to
from genba.work.equipment.at_step import keep_gauges
from genba.work.models import KnownStep, Pilot, Procedure, Run, StepResult, Version
from genba.work.models.use_count import UseCount

State = Run.State
MAY_BE_RUN = (Version.State.IN_FORCE, Version.State.PILOT)
WAS_RUN = (*MAY_BE_RUN, Version.State.APPROVAL, Version.State.REPLACED, Version.State.WITHDRAWN)


def version_to_run(procedure: Procedure) -> Version | None:
    """The version that is run today."""
    return procedure.versions.filter(state=Version.State.IN_FORCE).first()


def version_to_try(procedure: Procedure, number: int, person: Person) -> Version | None:
    """This version if it is in force, or if a pilot of it runs in which this person tries it."""
    version = procedure.versions.filter(state__in=MAY_BE_RUN, number=number).first()
    if version is None or version.state == Version.State.IN_FORCE:
        return version
    pilot = version.pilots.running().prefetch_related("people").first()
    if pilot is not None:
        pilot.tried_by = list(pilot.people.all())
    return version if is_tried_by(person, pilot) else None


def is_tried_by(person: Person, pilot: Pilot | None) -> bool:
    """Whether somebody tries a version: chosen by name, or in the team of its pilot."""
    if pilot is None:
        return False
    chosen = any(one.pk == person.pk for one in pilot.tried_by)
    return chosen or any(team.pk == pilot.team_id for team in person.teams)


def key_of(person: Person, client_key: str) -> str | None:
    """What is kept of a phone's own key: nobody can take another's by guessing or by chance."""
    if not client_key:
        return None
    return hashlib.sha256(f"{person.pk}\0{client_key}".encode("utf-8", "surrogatepass")).hexdigest()


def team_for(
    procedure: Procedure, person: Person, place: Place | None, wanted: int | None = None
) -> Team | None:
    """For which team somebody runs a check: one they choose of their own, else the most likely."""
    own, users = person.teams, list(procedure.teams.all())
    near = [place.team] if place else []
    chosen = [team for team in [*own, *users, *near] if team.pk == wanted]
    likely = [team for team in own if team in near] or [team for team in own if team in users]
    return next(iter([*chosen, *likely, *near, *own, *users, *filter(None, [procedure.process.team])]), None)


@transaction.atomic
def begin_run(version: Version, *, by: Person, **more: Any) -> Run:
    """Begin a run. `more`: team, place, begun_at, client_key. The same key gives the same run."""
    client_key = key_of(by, more.pop("client_key", ""))
    begun_at = min(more.pop("begun_at", None) or timezone.now(), timezone.now())
    try:
        with transaction.atomic():
            return Run.objects.create(
                procedure_id=version.procedure_id,
                version=version,
                by=by,
                begun_at=begun_at,
                client_key=client_key,
                **more,
            )
    except IntegrityError:
        return Run.objects.get(client_key=client_key)


@transaction.atomic
def say_result(run: Run, given: Given, *, by: Person) -> StepResult:
    """Keep what came out at one step. Raises ValidationError where the step is not next, or by field."""
    held = _held(run)
    course = course_of(held)
    judged = _judged(course, given)
    return _keep(held, judged, course, by=by)


@transaction.atomic
def take_back(run: Run) -> None:
    """Take the last result of an open run back: a slip of the finger is no finding."""
    held = _held(run)
    last = held.results.order_by("-position").first()
    if last is not None:
        last.delete()


@transaction.atomic
def take_run(run: Run, results: Sequence[Given], *, by: Person, ending: str = "") -> Run:
    """Bring a run to what a phone says of it, and end it where it says so (`end` or `give_up`).

    What has ended stays as it is, so that a run sent twice is kept once. Raises ValidationError with the
    number of the step in it.
    """
    held = Run.objects.select_for_update().get(pk=run.pk)
    if not held.is_open:
        return held
    kept = list(held.results.select_related("step").order_by("position"))
    same = 0
    course = Course(held.version.steps)
    for number, given in enumerate(results):
        here = kept[same] if same == number and same < len(kept) else None
        judged = _judged(course, given, has_photo=here is not None)
        if here is not None and _is_same(here, judged):
            course.go(judged.key, judged.result)
            same += 1
            continue
        held.results.filter(position__gte=number).delete()
        _keep(held, judged, course, by=by)
    held.results.filter(position__gte=len(results)).delete()
    if ending:
        _end(held, course, by=by, gives_up=ending == "give_up", at=_last_moment(results))
    return held


@transaction.atomic
def end_run(run: Run, *, by: Person) -> Run:
    """End a run. Raises ValidationError where steps are left and none has failed."""
    held = _held(run)
    _end(held, course_of(held), by=by)
    return held


@transaction.atomic
def give_up(run: Run, *, by: Person | None) -> Run:
    """Leave a run unfinished: it counts neither as passed nor as failed."""
    held = _held(run)
    _end(held, course_of(held), by=by, gives_up=True)
    return held


@transaction.atomic
def go_on(run: Run, *, by: Person) -> bool:
    """Take it back that a run was given up: it is open again, with its results. Whether it was given up."""
    held = Run.objects.select_for_update().get(pk=run.pk)
    if held.state != State.GIVEN_UP:
        return False
    uncount_given_up(held)
    held.state, held.ended_at, held.seconds, held.went_first_time = State.OPEN, None, None, None
    held.save(update_fields=["ended_at", "seconds", "state", "went_first_time"])
    record(facts.RUN_GOES_ON, held, by=by, procedure=held.procedure_id)
    return True


def _held(run: Run) -> Run:
    held = Run.objects.select_for_update().select_related("version").get(pk=run.pk)
    if not held.is_open:
        raise ValidationError(_("This run has ended. Begin a new one."))
    return held


def _judged(course: Course, given: Given, *, has_photo: bool = False) -> Judged:
    step = course.steps.get(given.key)
    if step is None:
        raise ValidationError(_("This version of the procedure has no such step."))
    if not course.may_do(given.key):
        raise ValidationError(_("“%(step)s” is not next here.") % {"step": step.what})
    return judge(given, step, has_photo=has_photo)


def _keep(run: Run, judged: Judged, course: Course, *, by: Person) -> StepResult:
    position = course.count
    course.go(judged.key, judged.result)
    step = KnownStep.objects.get(procedure=run.procedure_id, key=judged.key)
    kept = StepResult.objects.create(
        run=run,
        step=step,
        position=position,
        result=judged.result,
        value=judged.value,
        is_within=judged.is_within,
        note=judged.note,
        at=min(max(judged.at or timezone.now(), run.begun_at), timezone.now()),
    )
    if judged.photo is not None:
        keep_file(kept, judged.photo, by=by)
    keep_gauges(kept, course.steps[judged.key], judged.gauge, by=by)
    return kept


def _end(
    run: Run, course: Course, *, by: Person | None, gives_up: bool = False, at: datetime | None = None
) -> None:
    if not gives_up and not course.may_end:
        raise ValidationError(_("There are steps left. Do them, or give this run up."))
    now = timezone.now()
    run.ended_at = min(max(at or now, run.begun_at), now)
    run.seconds = min(round((run.ended_at - run.begun_at).total_seconds()), 2**31 - 1)
    run.state = State.GIVEN_UP if gives_up else State.FAILED if course.has_failed else State.PASSED
    run.went_first_time = run.state == State.PASSED and not course.ever_failed
    run.save(update_fields=["ended_at", "seconds", "state", "went_first_time"])
    count_run(run)
    if not gives_up:
        UseCount.add_one(run.procedure_id, UseCount.What.RUN, week=_monday(run.ended_at))
        give_turn_to(run)
    data: dict[str, Any] = {"state": str(run.state), "results": course.count, "failed": course.failures}
    record(facts.RUN_ENDED, run, by=by, procedure=run.procedure_id, **data)


def _is_same(kept: StepResult, judged: Judged) -> bool:
    return (kept.step.key, kept.result, kept.value, kept.note) == (
        judged.key,
        judged.result,
        judged.value,
        judged.note,
    )


def _last_moment(results: Iterable[Given]) -> datetime | None:
    return max((given.at for given in results if given.at), default=None)


def _monday(moment: datetime) -> Any:
    day = timezone.localdate(moment)
    return day.fromordinal(day.toordinal() - day.weekday())
