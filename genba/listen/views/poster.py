"""A poster for a place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from genba.people.access import SIGNED_IN, needs


@needs(SIGNED_IN)
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """To come."""
    del code
    return render(request, "listen/soon.html")
