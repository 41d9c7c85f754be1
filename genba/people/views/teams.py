"""Teams: the tree, one team, and who is in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import ADMINISTRATOR, LEAD, QUALITY, SIGNED_IN, needs, signed_in
from genba.people.forms.team import MemberForm, TeamForm, TeamOfPersonForm
from genba.people.joining import join, leave
from genba.people.models import Membership, Person, Place, Site, Team
from genba.people.tree import forests_of, sites_shown
from genba.people.views.people import person_page
from genba.people.views.sent import sent, status_for
from genba.ui.toasts import toast

MOST_SHOWN = 500


@needs(SIGNED_IN)
def teams(request: HttpRequest) -> HttpResponse:
    """The tree of teams, site by site."""
    sites = list(Site.objects.visible_to(signed_in(request)))
    shown = sites_shown(sites, wanted=request.GET.get("site", ""))
    forests = forests_of(shown)
    groves = [(site, forests[site.pk]) for site in shown]
    return render(request, "people/teams.html", {"groves": groves, "sites": sites, "shown": shown})


@needs(SIGNED_IN)
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """One team: its place in the tree, its members, its places."""
    viewer = signed_in(request)
    shown = get_object_or_404(Team.objects.visible_to(viewer).select_related("site", "parent"), pk=pk)
    return _team_page(request, shown)


@needs(QUALITY, ADMINISTRATOR)
def add_team(request: HttpRequest) -> HttpResponse:
    """Add a team to the tree."""
    if not Site.objects.exists():
        toast(request, _("Add a site first: a team works somewhere."), tone="info")
        return redirect("people:add_site")
    initial = {name: request.GET.get(name, "") for name in ("site", "parent")}
    form = TeamForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        form.instance.keep(by=signed_in(request))
        toast(request, _("%(name)s is added.") % {"name": form.instance.name})
        return redirect("people:team", form.instance.pk)
    return render(request, "people/team_form.html", {"form": form}, status=status_for(request))


@needs(QUALITY, ADMINISTRATOR)
def edit_team(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a team, or move it and everything below it."""
    by = signed_in(request)
    shown = get_object_or_404(Team.objects.visible_to(by), pk=pk)
    form = TeamForm(sent(request), instance=shown)
    if request.method == "POST" and form.is_valid():
        shown.keep(by=by)
        toast(request, _("Saved."))
        return redirect("people:team", pk)
    context = {"form": form, "shown": Team.objects.get(pk=pk)}
    return render(request, "people/team_form.html", context, status=status_for(request))


@needs(LEAD, QUALITY, ADMINISTRATOR)
@require_POST
def add_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody into a team."""
    by = signed_in(request)
    shown = get_object_or_404(Team.objects.changeable_by(by).select_related("site", "parent"), pk=pk)
    form = MemberForm(request.POST)
    if not form.is_valid():
        return _team_page(request, shown, form=form)
    who: Person = form.cleaned_data["who"]
    join(who, shown, role=form.cleaned_data["role"], by=by)
    toast(request, _("%(name)s is in the team.") % {"name": who.name})
    return redirect("people:team", pk)


@needs(LEAD, QUALITY, ADMINISTRATOR)
@require_POST
def add_to_team(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a team, from their own page."""
    by = signed_in(request)
    shown = get_object_or_404(Person.objects.visible_to(by), pk=pk)
    form = TeamOfPersonForm(request.POST, by=by)
    if not form.is_valid():
        return person_page(request, shown, form=form)
    join(shown, form.cleaned_data["team"], role=form.cleaned_data["role"], by=by)
    toast(request, _("%(name)s is in the team.") % {"name": shown.name})
    return redirect("people:person", pk)


@needs(LEAD, QUALITY, ADMINISTRATOR)
@require_POST
def remove_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody out of a team; the way back is in the toast."""
    by = signed_in(request)
    among = Membership.objects.changeable_by(by).select_related("person", "team")
    membership = get_object_or_404(among, pk=pk)
    who, team_ = membership.person, membership.team
    leave(membership, by=by)
    way_back = {"who": who.email, "role": membership.role}
    undo = (reverse("people:add_member", args=[team_.pk]), way_back) if by.sees_addresses else None
    toast(
        request, _("%(name)s is no longer in %(team)s.") % {"name": who.name, "team": team_.name}, undo=undo
    )
    if request.POST.get("back") == "person":
        return redirect("people:person", who.pk)
    return redirect("people:team", team_.pk)


def _team_page(request: HttpRequest, shown: Team, *, form: MemberForm | None = None) -> HttpResponse:
    viewer = signed_in(request)
    may_change = Team.objects.changeable_by(viewer).filter(pk=shown.pk).exists()
    members = Membership.objects.filter(team=shown, person__is_active=True).select_related("person")
    context = {
        "shown": shown,
        "above": Team.objects.filter(pk__in=shown.path.strip("/").split("/")[:-1]).order_by("path"),
        "below": shown.children.all()[:MOST_SHOWN],
        "members": members.order_by("role", "person__name")[:MOST_SHOWN],
        "places": Place.objects.filter(team=shown).in_use()[:MOST_SHOWN],
        "may_change": may_change,
        "form": form or (MemberForm() if may_change else None),
    }
    return render(request, "people/team.html", context, status=422 if form else 200)
