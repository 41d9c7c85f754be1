"""What one sets for oneself, and the two switches that stand on every page."""

from django.conf import settings as house
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.front.forms.settings import THEMES, SettingsForm
from genba.people.access import ANYBODY, SIGNED_IN, needs, person_of, signed_in
from genba.people.models import Person
from genba.ui.toasts import toast

A_YEAR = 365 * 24 * 60 * 60


@needs(SIGNED_IN)
def settings(request: HttpRequest) -> HttpResponse:
    """Colours, language, mail and keys."""
    form = SettingsForm(request.POST or None, instance=signed_in(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        toast(request, _("Kept."))
        return _with_language(redirect("front:settings"), form.cleaned_data["language"])
    return render(request, "front/settings.html", {"form": form}, status=422 if form.errors else 200)


@needs(SIGNED_IN)
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device has it."""
    chosen, person = request.POST.get("theme", ""), signed_in(request)
    if chosen in dict(THEMES):
        Person.objects.filter(pk=person.pk).update(theme=chosen)
    return redirect(_back(request))


@needs(ANYBODY)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The language, for a person or, in a cookie that a stranger asks for by choosing, for this browser."""
    chosen, person = request.POST.get("language", ""), person_of(request)
    if chosen not in dict(house.LANGUAGES):
        return redirect(_back(request))
    if person is not None:
        Person.objects.filter(pk=person.pk).update(language=chosen)
    return _with_language(redirect(_back(request)), chosen)


def _with_language(response: HttpResponse, chosen: str) -> HttpResponse:
    name = house.LANGUAGE_COOKIE_NAME
    if chosen:
        response.set_cookie(name, chosen, max_age=A_YEAR, samesite="Lax", secure=house.SESSION_COOKIE_SECURE)
    else:
        response.delete_cookie(name)
    return response


def _back(request: HttpRequest) -> str:
    """Where the switch was pressed, if that is one of our own pages."""
    for address in (request.POST.get("next", ""), request.headers.get("Referer", "")):
        if "/" in address and url_has_allowed_host_and_scheme(
            address, {request.get_host()}, request.is_secure()
        ):
            return address
    return "/"
