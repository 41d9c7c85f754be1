"""The inbox."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from genba.people.access import SIGNED_IN, needs


@needs(SIGNED_IN)
def inbox(request: HttpRequest) -> HttpResponse:
    """To come."""
    return render(request, "listen/soon.html")
