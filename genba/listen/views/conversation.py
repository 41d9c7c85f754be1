"""The conversation about a report."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from genba.people.access import SIGNED_IN, needs


@needs(SIGNED_IN)
def mine(request: HttpRequest) -> HttpResponse:
    """To come."""
    return render(request, "listen/soon.html")


@needs(SIGNED_IN)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """To come."""
    del pk
    return render(request, "listen/soon.html")


@needs(SIGNED_IN)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """To come."""
    del pk
    return render(request, "listen/soon.html")
