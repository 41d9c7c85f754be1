"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from genba.people.access import SIGNED_IN, needs


@needs(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """What matters today, by role."""
    return render(request, "front/home.html")
