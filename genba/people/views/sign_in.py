"""The link in the sign-in mail, and where one's own address is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from genba.people.access import ANYBODY, SIGNED_IN, needs
from genba.people.models import SignInLink
from genba.people.sign_in import come_in, was_asked_here


@needs(ANYBODY)
@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in with one click: at once where the link was asked for, after a button anywhere else."""
    link = SignInLink.find(token)
    if link is not None and request.method == "GET" and not was_asked_here(request, link):
        return render(request, "people/by_link.html", {"whose": link.person})
    if link is None or not link.use():
        return render(request, "people/link_over.html", status=410)
    return come_in(request, link.person, onward=request.GET.get("next", ""))


@needs(SIGNED_IN)
def own_address(request: HttpRequest) -> HttpResponse:
    """People do not change the address by which they are known; their administrator does."""
    return render(request, "people/own_address.html")
