"""Skills: the overview, one skill, and the matrix of a team."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import LEAD, QUALITY, SIGNED_IN, needs, signed_in
from genba.people.models import Person, Team
from genba.people.views.sent import sent, status_for
from genba.sources.export import csv_rows
from genba.ui.toasts import toast
from genba.work.forms.skill import NeedForm, RoleForm, SkillForm
from genba.work.models import Need, RoleHolder, Skill
from genba.work.skills.keeping import add_need, close_skill, end_need, give_role, keep_skill, take_role
from genba.work.skills.matrix import gaps_of, matrix_of
from genba.work.skills.overview import team_lines, teams_with_needs

A_PAGE = 25


@needs(SIGNED_IN)
def skills(request: HttpRequest) -> HttpResponse:
    """Which skills there are, one's own teams, and how the teams stand, in numbers without names."""
    person = signed_in(request)
    page = Paginator(teams_with_needs(), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "skills": Skill.objects.visible_to(person).in_use(),
        "own": list({team.pk: team for team in [*person.teams, *person.teams_led]}.values()),
        "page": page,
        "lines": team_lines(page, person),
        "may_add": person.is_quality or person.is_lead,
    }
    return render(request, "work/skills/skills.html", context)


@needs(LEAD, QUALITY)
def new_skill(request: HttpRequest) -> HttpResponse:
    """Name a skill."""
    return _keep_skill(request, Skill())


@needs(LEAD, QUALITY)
def edit_skill(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a skill means."""
    return _keep_skill(request, get_object_or_404(Skill, pk=pk))


@needs(LEAD, QUALITY)
@require_POST
def end_skill(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody needs it any more."""
    close_skill(get_object_or_404(Skill, pk=pk), by=signed_in(request))
    toast(request, _("The skill is closed."))
    return redirect("work:skills")


@needs(SIGNED_IN)
def skill(request: HttpRequest, pk: int) -> HttpResponse:
    """One skill: what it means and whose work needs it. Who has it, stands with the teams."""
    person = signed_in(request)
    found = get_object_or_404(Skill.objects.visible_to(person), pk=pk)
    context = {
        "skill": found,
        "needs": found.needs.filter(ended_on=None).select_related("team", "role"),
        "may_change": person.is_quality or person.is_lead,
    }
    return render(request, "work/skills/skill.html", context)


@needs(SIGNED_IN)
def team_skills(request: HttpRequest, pk: int) -> HttpResponse:
    """The people of a team beside what its work needs."""
    return _team_page(request, _team(request, pk))


@needs(SIGNED_IN)
def team_skills_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The same as a file: a line for each person and each need."""
    matrix = matrix_of(_team(request, pk))
    rows = (
        (row.person.name, column.thing.name, str(cell.words), cell.until)
        for row in matrix.rows
        for column, cell in zip(matrix.columns, row.cells, strict=True)
    )
    head = [_("Name"), _("What the work needs"), _("State"), _("Good until")]
    name = slugify(f"skills-{matrix.team}") or "skills"
    return StreamingHttpResponse(
        csv_rows(head, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


@needs(SIGNED_IN)
@require_POST
def new_need(request: HttpRequest, pk: int) -> HttpResponse:
    """The work of this team needs something."""
    team, form = _led_team(request, pk), NeedForm(request.POST, auto_id="need_%s")
    if not form.is_valid():
        return _team_page(request, team, status=422, need=form)
    add_need(team, form.cleaned_data.pop("thing"), by=signed_in(request), **form.cleaned_data)
    toast(request, _("Saved."))
    return redirect("work:team_skills", pk)


@needs(SIGNED_IN)
@require_POST
def drop_need(request: HttpRequest, pk: int, need: int) -> HttpResponse:
    """The work does not need it any more."""
    end_need(get_object_or_404(Need, pk=need, team=_led_team(request, pk)), by=signed_in(request))
    toast(request, _("Taken off."))
    return redirect("work:team_skills", pk)


@needs(SIGNED_IN)
@require_POST
def new_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody works here as something."""
    team = _led_team(request, pk)
    form = RoleForm(request.POST, team=team, auto_id="role_%s")
    if not form.is_valid():
        return _team_page(request, team, status=422, role=form)
    give_role(team=team, by=signed_in(request), **form.cleaned_data)
    toast(request, _("Saved."))
    return redirect("work:team_skills", pk)


@needs(SIGNED_IN)
@require_POST
def drop_role(request: HttpRequest, pk: int, holder: int) -> HttpResponse:
    """Somebody does not work as this any more."""
    take_role(get_object_or_404(RoleHolder, pk=holder, team=_led_team(request, pk)), by=signed_in(request))
    toast(request, _("Taken off."))
    return redirect("work:team_skills", pk)


def _keep_skill(request: HttpRequest, kept: Skill) -> HttpResponse:
    title = str(kept.name)
    form = SkillForm(sent(request), instance=kept)
    if request.method == "POST" and form.is_valid():
        keep_skill(form.instance, by=signed_in(request))
        toast(request, _("Saved."))
        return redirect("work:skill", form.instance.pk)
    context = {"form": form, "skill": kept, "title": title}
    return render(request, "work/skills/form.html", context, status=status_for(request))


def _team_page(request: HttpRequest, team: Team, *, status: int = 200, **typed: forms.Form) -> HttpResponse:
    person, matrix = signed_in(request), matrix_of(team)
    context: dict[str, Any] = {
        "team": team,
        "matrix": matrix,
        "by_need": matrix.by_need(),
        "gaps": gaps_of(matrix),
        "holders": matrix.holders,
        "may_change": person.answers_for(team),
        "open": next(iter(typed), ""),
    }
    if context["may_change"]:
        fresh = {
            "need": NeedForm(auto_id="need_%s"),
            "role": RoleForm(team=team, members=matrix.people, auto_id="role_%s"),
        }
        context["forms"] = fresh | typed
    return render(request, "work/skills/team.html", context, status=status)


def _team(request: HttpRequest, pk: int) -> Team:
    """A team whose people one may see here: one's own, or one that one answers for."""
    person = signed_in(request)
    team = get_object_or_404(Team.objects.visible_to(person).select_related("site"), pk=pk)
    if not person.works_in(team):
        raise Http404
    return team


def _led_team(request: HttpRequest, pk: int) -> Team:
    team = _team(request, pk)
    if not signed_in(request).answers_for(team):
        raise Http404
    return team


def learner_or_404(viewer: Person, pk: int) -> Person:
    """Somebody whose competences this viewer may see."""
    found = get_object_or_404(Person.objects.visible_to(viewer), pk=pk)
    may_see = found.pk == viewer.pk or viewer.is_quality
    if not may_see and not any(viewer.works_in(team) for team in found.teams):
        raise Http404
    return found
