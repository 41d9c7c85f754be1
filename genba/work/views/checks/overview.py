"""All checks: what is due, what can be run, what was run; and those of one place."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.models import Person, Place
from genba.work.checks.poster import poster_of
from genba.work.checks.rounds import mark_as_check, set_round, stop_round
from genba.work.forms.checks import RoundForm
from genba.work.models import CheckRound, DueCheck, MergeRequest, Procedure, Run

MOST_DUE, MOST_MISSED, MOST_RUNS, MOST_CHECKS = 40, 5, 8, 200


@needs(SIGNED_IN)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What is due now for one's teams, every check, and what was run lately."""
    person = signed_in(request)
    runs = Run.objects.visible_to(person).ended().select_related("procedure", "team", "place")
    context = {
        "due": due_for(person),
        "missed": _turns()
        .filter(state=DueCheck.State.MISSED)
        .of_teams(person)
        .order_by("-due_at")[:MOST_MISSED],
        "checks": _runnable(person).filter(is_check=True)[:MOST_CHECKS],
        "open_runs": Run.objects.continued_by(person).select_related("procedure")[:MOST_MISSED],
        "runs": runs.order_by("-ended_at")[:MOST_RUNS],
        "unreviewed": MergeRequest.objects.visible_to(person)
        .without_review()
        .of_teams(person)
        .select_related("repository")[:MOST_MISSED],
    }
    return render(request, "work/checks/overview.html", context)


@needs(SIGNED_IN)
@require_safe
def at_place(request: HttpRequest, code: str) -> HttpResponse:
    """What is checked at one place: what the code on the poster opens."""
    person = signed_in(request)
    place = get_object_or_404(Place.objects.visible_to(person).select_related("site", "team"), code=code)
    due = _turns().waiting().filter(round__place=place)
    here = _runnable(person).filter(pk__in=checks_of(place))
    context = {"place": place, "due": due[:MOST_DUE], "checks": here}
    return render(request, "work/checks/at_place.html", context)


@needs(SIGNED_IN)
@require_safe
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """One A4 page whose code opens the checks of a place."""
    found = Place.objects.visible_to(signed_in(request)).select_related("site", "team")
    place = get_object_or_404(found, code=code)
    names = list(Procedure.objects.filter(pk__in=checks_of(place)).values_list("title", flat=True))
    headers = {"Content-Disposition": f'inline; filename="checks-{place.code}.pdf"'}
    return HttpResponse(poster_of(place, names), content_type="application/pdf", headers=headers)


@needs(SIGNED_IN)
def rounds(request: HttpRequest, pk: int) -> HttpResponse:
    """When one check comes round; and one more round."""
    person = signed_in(request)
    procedure = get_object_or_404(Procedure.objects.visible_to(person).in_use(), pk=pk)
    may_change = Procedure.objects.changeable_by(person).filter(pk=pk).exists() or person.is_lead
    found = CheckRound.objects.going().filter(procedure=procedure).select_related("team", "place")
    form = RoundForm(request.POST or None, person=person, instance=CheckRound(procedure=procedure))
    if request.method == "POST" and not may_change:
        return render(
            request, "work/checks/rounds.html", {"procedure": procedure, "rounds": found}, status=403
        )
    if request.method == "POST" and form.is_valid():
        set_round(form.instance, by=person)
        return redirect("work:check_rounds", pk)
    stoppable = set(CheckRound.objects.changeable_by(person).values_list("pk", flat=True))
    context = {
        "procedure": procedure,
        "rounds": found,
        "form": form if may_change else None,
        "stoppable": stoppable,
    }
    return render(request, "work/checks/rounds.html", context, status=422 if form.errors else 200)


@needs(SIGNED_IN)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a round."""
    person = signed_in(request)
    round_ = get_object_or_404(CheckRound.objects.changeable_by(person), pk=pk)
    stop_round(round_, by=person)
    return redirect("work:check_rounds", round_.procedure_id)


@needs(SIGNED_IN)
@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a procedure a check."""
    person = signed_in(request)
    procedure = get_object_or_404(Procedure.objects.changeable_by(person), pk=pk)
    mark_as_check(procedure, by=person)
    return redirect("work:check_run", pk)


def due_for(person: Person) -> Any:
    """What is due for the teams of a person, the oldest first."""
    return _turns().waiting().of_teams(person)[:MOST_DUE]


def checks_of(place: Place) -> Any:
    """The numbers of the procedures that are checked at a place: by a round there, or by its team."""
    by_round = CheckRound.objects.going().filter(place=place).order_by().values("procedure_id")
    of_team = Procedure.teams.through.objects.filter(team=place.team_id).values("procedure_id")
    checks = Procedure.objects.in_use().filter(Q(pk__in=by_round) | Q(is_check=True, pk__in=of_team))
    return checks.order_by().values("pk")


def _turns() -> Any:
    return DueCheck.objects.select_related("round__procedure", "round__place", "round__team")


def _runnable(person: Person) -> Any:
    runnable = Procedure.objects.visible_to(person).in_use().filter(versions__state="in_force")
    return runnable.select_related("process").order_by("title")
