"""Sites, and the places where reports come from."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import ADMINISTRATOR, QUALITY, SIGNED_IN, needs, signed_in
from genba.people.forms.place import PlaceFilter, PlaceForm, SiteForm
from genba.people.models import Place, Site, Team
from genba.people.views.sent import sent, status_for
from genba.ui.toasts import toast

Undo = tuple[str, dict[str, str]]
PER_PAGE = 50


@needs(SIGNED_IN)
def sites(request: HttpRequest) -> HttpResponse:
    """Where the organisation works."""
    found = Site.objects.visible_to(signed_in(request))
    counted = found.annotate(
        team_count=Count("teams", distinct=True), place_count=Count("places", distinct=True)
    )
    page = Paginator(counted.order_by("name"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/sites.html", {"page": page})


@needs(QUALITY, ADMINISTRATOR)
def add_site(request: HttpRequest) -> HttpResponse:
    """Add a site."""
    return _keep_site(request, Site())


@needs(QUALITY, ADMINISTRATOR)
def edit_site(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a site."""
    return _keep_site(request, get_object_or_404(Site.objects.visible_to(signed_in(request)), pk=pk))


@needs(SIGNED_IN)
def places(request: HttpRequest) -> HttpResponse:
    """The places, each with its poster."""
    filters = PlaceFilter(request.GET)
    filters.is_valid()
    asked = filters.cleaned_data
    found = Place.objects.visible_to(signed_in(request)).select_related("site", "team")
    if asked.get("q"):
        found = found.filter(name__icontains=asked["q"])
    if asked.get("site"):
        found = found.filter(site=asked["site"])
    if not asked.get("closed"):
        found = found.in_use()
    page = Paginator(found.order_by("name", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/places.html", {"filters": filters, "page": page})


@needs(QUALITY, ADMINISTRATOR)
def add_place(request: HttpRequest) -> HttpResponse:
    """Add a place."""
    if not Team.objects.exists():
        toast(request, _("Add a team first: somebody must look after the place."), tone="info")
        return redirect("people:add_team")
    return _keep_place(request, Place())


@needs(QUALITY, ADMINISTRATOR)
def edit_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a place; its poster stays good."""
    return _keep_place(request, get_object_or_404(Place.objects.visible_to(signed_in(request)), pk=pk))


@needs(QUALITY, ADMINISTRATOR)
@require_POST
def close_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a place out of use."""
    by = signed_in(request)
    place = get_object_or_404(Place.objects.visible_to(by), pk=pk)
    place.close(by=by)
    undo: Undo = (reverse("people:reopen_place", args=[pk]), {})
    toast(request, _("%(name)s is closed.") % {"name": place.name}, undo=undo)
    return redirect("people:places")


@needs(QUALITY, ADMINISTRATOR)
@require_POST
def reopen_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a place into use again."""
    by = signed_in(request)
    place = get_object_or_404(Place.objects.visible_to(by), pk=pk)
    place.reopen(by=by)
    toast(request, _("%(name)s is in use again.") % {"name": place.name})
    return redirect("people:places")


def _keep_site(request: HttpRequest, site: Site) -> HttpResponse:
    title = site.name
    form = SiteForm(sent(request), instance=site)
    if request.method == "POST" and form.is_valid():
        site.keep(by=signed_in(request))
        toast(request, _("Saved."))
        return redirect("people:sites")
    return render(
        request,
        "people/site_form.html",
        {"form": form, "title": title, "site": site},
        status=status_for(request),
    )


def _keep_place(request: HttpRequest, place: Place) -> HttpResponse:
    title = place.name
    form = PlaceForm(sent(request), instance=place)
    if request.method == "POST" and form.is_valid():
        place.keep(by=signed_in(request))
        toast(request, _("Saved."))
        return redirect("people:places")
    return render(
        request,
        "people/place_form.html",
        {"form": form, "title": title, "place": place},
        status=status_for(request),
    )
