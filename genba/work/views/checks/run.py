"""A check is run step by step on the server: for browsers without scripts, and to look at what was run."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.models import Person, Place
from genba.people.once import writes_itself
from genba.trail.files import check_file
from genba.trail.refusal import FileRefused
from genba.ui.toasts import toast
from genba.work.checks.course import course_of, lines_of
from genba.work.checks.running import (
    begin_run,
    end_run,
    give_up,
    go_on,
    say_result,
    take_back,
    team_for,
    version_to_run,
    version_to_try,
)
from genba.work.checks.showing import limits_of, picture_of, plain_check
from genba.work.checks.telling import told_run
from genba.work.equipment.at_step import codes_in, gauges_for, not_good
from genba.work.forms.checks import ResultForm
from genba.work.help_parts import help_words
from genba.work.models import Procedure, Run, StepResult, Version


@needs(SIGNED_IN)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """The check as it is run on a phone; without scripts, a button that begins it here."""
    person = signed_in(request)
    version = _version(request, person, pk)
    place = Place.objects.in_use().select_related("team").filter(code=request.GET.get("at", "")).first()
    team = team_for(version.procedure, person, place, _number(request.POST.get("team")))
    if request.method == "POST":
        begun = begin_run(version, by=person, team=team, place=place)
        return redirect("work:check_step", begun.pk)
    teams = list({one.pk: one for one in [*filter(None, [team]), *person.teams]}.values())
    here = {"place": place.code if place else "", "place_name": place.name if place else ""}
    check = (
        plain_check(version)
        | here
        | {
            "person": person.pk,
            "team": team.pk if team else None,
            "teams": [{"pk": one.pk, "name": one.name} for one in teams],
        }
    )
    context = {"version": version, "check": check, "place": place, "teams": teams}
    return render(request, "work/checks/run.html", context)


@needs(SIGNED_IN)
@require_safe
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """What comes next in an open run."""
    found = get_object_or_404(_own(request), pk=pk)
    return _step_page(request, found, key=request.GET.get("step", ""))


@writes_itself("a step that is not next any more is refused, and photos are painted before the transaction")
@needs(SIGNED_IN)
@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what came out at a step."""
    person, found = signed_in(request), get_object_or_404(_own(request), pk=pk)
    line = lines_of(found.version.steps).get(request.POST.get("step", ""))
    form = ResultForm(request.POST, request.FILES, asked=line.step if line else None)
    if form.is_valid():
        try:
            if form.given.photo is not None:
                check_file(form.given.photo)
            _warn(request, say_result(found, form.given, by=person))
        except FileRefused as refusal:
            form.add_error("photo", str(refusal))
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            return redirect("work:check_step", pk)
    return _step_page(request, found, key=line.step.key if line else "", form=form)


@needs(SIGNED_IN)
@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last result back."""
    take_back(get_object_or_404(_own(request), pk=pk))
    return redirect("work:check_step", pk)


@needs(SIGNED_IN)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End the run; where steps are left, they are shown."""
    found = get_object_or_404(_own(request), pk=pk)
    try:
        end_run(found, by=signed_in(request))
    except ValidationError:
        return redirect("work:check_step", pk)
    return redirect("work:check_result", pk)


@needs(SIGNED_IN)
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the run up."""
    give_up(get_object_or_404(_own(request), pk=pk), by=signed_in(request))
    toast(request, _("The check is given up."), undo=(reverse("work:check_resume", args=[pk]), {}))
    return redirect("work:check_result", pk)


@needs(SIGNED_IN)
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a run that one has given up; from where it has gone on already, too."""
    person = signed_in(request)
    found = get_object_or_404(Run.objects.gone_on_with_by(person) | Run.objects.continued_by(person), pk=pk)
    if go_on(found, by=person):
        toast(request, _("The check goes on where you left it."))
    return redirect("work:check_step", pk)


@needs(SIGNED_IN)
@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """A run and what came out at each step."""
    person = signed_in(request)
    seen = Run.objects.visible_to(person).select_related("procedure", "version", "team", "place", "by")
    found = get_object_or_404(seen, pk=pk)
    context = {"run": found, "lines": told_run(found, person), "runner": found.runner_for(person)}
    context["may_go_on"] = Run.objects.gone_on_with_by(person).filter(pk=pk).exists()
    context["helps"] = help_words(person, found.version)
    return render(request, "work/checks/result.html", context)


def _warn(request: HttpRequest, kept: StepResult) -> None:
    """Say it when the gauge was not good; the result is kept all the same, and marked there."""
    for gauge in not_good(kept):
        words = _("%(gauge)s is not good for use. Look at its page, and measure again with another.")
        toast(request, words % {"gauge": gauge}, tone="warn")


def _own(request: HttpRequest) -> Any:
    runs = Run.objects.continued_by(signed_in(request))
    return runs.select_related("procedure", "version", "team", "place")


def _version(request: HttpRequest, person: Person, pk: int) -> Version:
    procedure = get_object_or_404(Procedure.objects.visible_to(person).in_use(), pk=pk)
    number = _number(request.GET.get("version"))
    version = version_to_try(procedure, number, person) if number else version_to_run(procedure)
    if version is None or not version.steps:
        raise Http404
    return version


def _step_page(
    request: HttpRequest, found: Run, *, key: str = "", form: ResultForm | None = None
) -> HttpResponse:
    course, lines = course_of(found), lines_of(found.version.steps)
    choices = [lines[one] for one in course.next]
    again = "" if key == "" else course.to_try_again
    alone = choices[0].step.key if len(choices) == 1 and not course.may_end else ""
    line = lines.get(key or alone) if (key or alone) in [*course.next, again] else None
    if course.to_try_again and not key:
        line = None
    if line and form is None:
        form = ResultForm(asked=line.step, initial={"step": line.step.key})
    context = {
        "run": found,
        "course": course,
        "done": course.count,
        "line": line,
        "form": form,
        "limits": limits_of(line.step) if line else "",
        "picture": picture_of(line.step) if line else "",
        "gauges": gauges_for(found.version) if line and line.step.is_measured else [],
        "gauge": next(iter(codes_in(line.step.tools)), "") if line else "",
        "choices": choices,
        "failed": told_run(found)[-1] if course.to_try_again else None,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "work/checks/step.html", context, status=status)


def _number(given: str | None) -> int | None:
    return int(given) if given and given.isascii() and given.isdecimal() and len(given) < 18 else None
