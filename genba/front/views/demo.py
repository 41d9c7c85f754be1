"""The door into the demonstration. In a real organisation it does not exist."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from genba.front.demo_links import person_behind
from genba.people.access import ANYBODY, needs


@needs(ANYBODY)
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as somebody of the demonstration."""
    person = person_behind(token)
    if person is None:
        raise Http404
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("front:home")
