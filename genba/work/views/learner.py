"""What one person can do: for themselves, for their team, and for those who answer for it."""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.models import Person
from genba.trail.models import File
from genba.ui.toasts import toast
from genba.work.forms.document import WhyForm
from genba.work.forms.skill import CompetenceForm, TeachingForm
from genba.work.models import Competence, Teacher
from genba.work.skills.evidence import evidence_of
from genba.work.skills.keeping import offer_teaching, show_competence, stop_teaching, withdraw_competence
from genba.work.skills.matrix import Cell, cell_until, needed_of
from genba.work.skills.things import Key, Thing, thing_of
from genba.work.views.skills import learner_or_404


@needs(SIGNED_IN)
def my_skills(request: HttpRequest) -> HttpResponse:
    """One's own page."""
    return redirect("work:learner", signed_in(request).pk)


@needs(SIGNED_IN)
def learner(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody has shown, and what their work still asks for."""
    return _page(request, learner_or_404(signed_in(request), pk))


@needs(SIGNED_IN)
@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """They have shown that they can do something. Nobody vouches for themselves."""
    person, by = learner_or_404(signed_in(request), pk), signed_in(request)
    if not _may_vouch(by, person):
        raise Http404
    form = CompetenceForm(request.POST, request.FILES, auto_id="shown_%s")
    if not form.is_valid():
        return _page(request, person, status=422, shown=form)
    show_competence(person, form.cleaned_data.pop("thing"), by=by, **form.cleaned_data)
    toast(request, _("Saved."))
    return redirect("work:learner", pk)


@needs(SIGNED_IN)
@require_POST
def withdraw(request: HttpRequest, pk: int, competence: int) -> HttpResponse:
    """It was a mistake, or they cannot do it any more."""
    by = signed_in(request)
    found = get_object_or_404(Competence.objects.changeable_by(by), pk=competence, person=pk)
    form = WhyForm(request.POST, auto_id=f"why_{competence}_%s")
    if not form.is_valid():
        return _page(request, found.person, status=422, **{f"why_{competence}": form})
    withdraw_competence(found, by=by, **form.cleaned_data)
    toast(request, _("Taken back. It stays to be read."))
    return redirect("work:learner", pk)


@needs(SIGNED_IN)
@require_POST
def teach(request: HttpRequest) -> HttpResponse:
    """I would show others; only oneself says so, and only of what one can do."""
    person, thing = signed_in(request), _thing(request)
    able = Competence.objects.standing().filter(person=person, **thing.columns)
    if not any(_is_good(one.expires_on) for one in able):
        raise Http404
    offer_teaching(person, thing)
    toast(request, _("Thank you. Those who still need it see your name."))
    return redirect("work:learner", person.pk)


@needs(SIGNED_IN)
@require_POST
def teach_no_more(request: HttpRequest) -> HttpResponse:
    """Not any more; nobody has to say why."""
    person = signed_in(request)
    stop_teaching(person, _thing(request))
    toast(request, _("Your name is not shown there any more."))
    return redirect("work:learner", person.pk)


def _page(request: HttpRequest, person: Person, *, status: int = 200, **typed: forms.Form) -> HttpResponse:
    viewer = signed_in(request)
    competences = list(person.competences.select_related("skill", "procedure", "by"))
    files, may_vouch = evidence_of(competences), _may_vouch(viewer, person)
    offered = _offered(person) if person.pk == viewer.pk else set()  # only oneself is asked about it
    start = {"on": timezone.localdate(), "thing": request.GET.get("thing", ""), "way": "watched"}
    context = {
        "learner": person,
        "is_own": person.pk == viewer.pk,
        "may_vouch": may_vouch,
        "lines": [_line(one, offered, files[one.pk], typed) for one in competences],
        "open_needs": _open_needs(person, competences),
        "form": typed.get("shown")
        or (CompetenceForm(initial=start, auto_id="shown_%s") if may_vouch else None),
        "is_asked": "shown" in typed or bool(start["thing"]),
    }
    return render(request, "work/skills/learner.html", context, status=status)


def _offered(person: Person) -> set[Key]:
    teaching = Teacher.objects.filter(person=person).select_related("skill", "procedure")
    return {thing_of(one).key for one in teaching}


def _line(
    one: Competence, offered: set[Key], evidence: list[File], typed: dict[str, forms.Form]
) -> dict[str, Any]:
    thing = thing_of(one)
    cell = cell_until(one.expires_on, timezone.localdate())
    return {
        "competence": one,
        "thing": thing,
        "evidence": evidence,
        "cell": cell,
        "stands": one.withdrawn_on is None,
        "is_good": one.withdrawn_on is None and cell.code != "missing",
        "teaches": thing.key in offered,
        "form": typed.get(f"why_{one.pk}") or WhyForm(auto_id=f"why_{one.pk}_%s"),
    }


def _open_needs(person: Person, competences: list[Competence]) -> list[tuple[Thing, Cell]]:
    """What the work in one's teams still asks for."""
    found: dict[Key, tuple[Thing, Cell]] = {}
    standing = [one for one in competences if one.withdrawn_on is None]
    for column, cell in needed_of(person, person.teams, standing):
        if cell.code in ("missing", "soon"):
            found[column.thing.key] = (column.thing, cell)
    return list(found.values())


def _may_vouch(viewer: Person, person: Person) -> bool:
    return viewer.pk != person.pk and (
        viewer.is_quality or any(viewer.answers_for(team) for team in person.teams)
    )


def _is_good(expires_on: date | None) -> bool:
    return cell_until(expires_on, timezone.localdate()).code != "missing"


def _thing(request: HttpRequest) -> Thing:
    form = TeachingForm(request.POST)
    if not form.is_valid():
        raise Http404
    thing: Thing = form.cleaned_data["thing"]
    return thing
