"""People: looking them up, adding them, their details, roles and access."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import ADMINISTRATOR, QUALITY, SIGNED_IN, needs, signed_in
from genba.people.forms.person import NewPersonForm, PeopleFilter, PersonForm, RolesForm
from genba.people.forms.team import TeamOfPersonForm
from genba.people.inviting import invite
from genba.people.joining import join
from genba.people.models import Membership, Person
from genba.people.searching import look_up
from genba.people.views.sent import sent, status_for
from genba.ui.toasts import toast

Undo = tuple[str, dict[str, str]]
PER_PAGE = 50


@needs(SIGNED_IN)
def people(request: HttpRequest) -> HttpResponse:
    """Who works here."""
    viewer = signed_in(request)
    filters = PeopleFilter(request.GET, viewer=viewer)
    found = look_up(filters.query(), viewer=viewer)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/people.html", {"filters": filters, "page": page})


@needs(SIGNED_IN)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: details, teams, roles."""
    shown = get_object_or_404(Person.objects.visible_to(signed_in(request)), pk=pk)
    return person_page(request, shown)


@needs(QUALITY, ADMINISTRATOR)
def add(request: HttpRequest) -> HttpResponse:
    """Add somebody, perhaps to a team, perhaps with an invitation."""
    form = NewPersonForm(sent(request))
    if not (request.method == "POST" and form.is_valid()):
        return render(request, "people/add.html", {"form": form}, status=status_for(request))
    new = _add(form, by=signed_in(request))
    toast(request, _("%(name)s is added.") % {"name": new.name})
    return redirect("people:person", new.pk)


@needs(QUALITY, ADMINISTRATOR)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a person's details."""
    by = signed_in(request)
    shown = get_object_or_404(Person.objects.changeable_by(by), pk=pk)
    form = PersonForm(sent(request), instance=shown)
    if request.method == "POST" and form.is_valid():
        shown.keep(by=by)
        toast(request, _("Saved."))
        return redirect("people:person", pk)
    return render(
        request, "people/edit.html", {"form": form, "shown": _as_stored(pk)}, status=status_for(request)
    )


@needs(QUALITY, ADMINISTRATOR)
def roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what somebody is for the whole organisation."""
    by = signed_in(request)
    shown = get_object_or_404(Person.objects.changeable_by(by), pk=pk)
    form = RolesForm(sent(request), instance=shown, by=by)
    if request.method == "POST" and form.is_valid():
        try:
            _as_stored(pk).give_roles(form.roles(), by=by)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            toast(request, _("Saved."))
            return redirect("people:person", pk)
    return render(request, "people/roles.html", {"form": form, "shown": shown}, status=status_for(request))


@needs(QUALITY, ADMINISTRATOR)
@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Close somebody's access."""
    by = signed_in(request)
    shown = get_object_or_404(Person.objects.changeable_by(by), pk=pk)
    try:
        shown.deactivate(by=by)
    except ValidationError as refusal:
        toast(request, refusal.messages[0], tone="bad")
    else:
        undo: Undo = (reverse("people:take_back", args=[pk]), {})
        toast(request, _("The access of %(name)s is closed.") % {"name": shown.name}, undo=undo)
    return redirect("people:person", pk)


@needs(QUALITY, ADMINISTRATOR)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the access of somebody who came back."""
    by = signed_in(request)
    shown = get_object_or_404(Person.objects.changeable_by(by), pk=pk)
    shown.take_back(by=by)
    toast(request, _("%(name)s may sign in again.") % {"name": shown.name})
    return redirect("people:person", pk)


def person_page(
    request: HttpRequest, shown: Person, *, form: TeamOfPersonForm | None = None, link: str = ""
) -> HttpResponse:
    """The page of a person; with a form that needs a second look, or with a link to hand over."""
    viewer = signed_in(request)
    may_join = viewer.manages_people or viewer.is_lead
    context = {
        "shown": shown,
        "memberships": shown.own_memberships,
        "removable": set(
            Membership.objects.changeable_by(viewer).filter(person=shown).values_list("pk", flat=True)
        ),
        "may_change": Person.objects.changeable_by(viewer).filter(pk=shown.pk).exists(),
        "invitation": getattr(shown, "invitation", None),
        "form": form or (TeamOfPersonForm(by=viewer) if may_join else None),
        "link": link,
    }
    return render(request, "people/person.html", context, status=status_for(request) if form else 200)


@transaction.atomic
def _add(form: NewPersonForm, *, by: Person) -> Person:
    new: Person = form.instance
    new.keep(by=by)
    if form.cleaned_data["team"]:
        join(new, form.cleaned_data["team"], role=form.cleaned_data["role"], by=by)
    if form.cleaned_data["invite"]:
        invite(new, by=by)
    return new


def _as_stored(pk: int) -> Person:
    return Person.objects.get(pk=pk)
