"""The browsers in which one is signed in, and the way to sign out of them from here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.models import BrowserSession
from genba.people.sessions import kept_key
from genba.ui.toasts import toast

MOST_SHOWN = 100


@needs(SIGNED_IN)
def browsers(request: HttpRequest) -> HttpResponse:
    """Where one is signed in, this browser marked."""
    found = BrowserSession.objects.of_person(signed_in(request))[:MOST_SHOWN]
    return render(request, "people/browsers.html", {"found": found, "here": _here(request)})


@needs(SIGNED_IN)
@require_POST
def end_one(request: HttpRequest, key: str) -> HttpResponse:
    """Sign out of one browser."""
    own = BrowserSession.objects.of_person(signed_in(request))
    get_object_or_404(own, session_key=key).delete()
    toast(request, _("That browser is signed out."))
    return redirect("people:browsers")


@needs(SIGNED_IN)
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    BrowserSession.end_of_person(signed_in(request), but=_here(request))
    toast(request, _("All other browsers are signed out."))
    return redirect("people:browsers")


def _here(request: HttpRequest) -> str:
    return kept_key(request.session.session_key or "")
