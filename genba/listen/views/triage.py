"""Triage."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from genba.people.access import SIGNED_IN, needs


@needs(SIGNED_IN)
def triage(request: HttpRequest, pk: int, outcome: str) -> HttpResponse:
    """To come."""
    del pk
    del outcome
    return render(request, "listen/soon.html")


@needs(SIGNED_IN)
def sort(request: HttpRequest, pk: int) -> HttpResponse:
    """To come."""
    del pk
    return render(request, "listen/soon.html")


@needs(SIGNED_IN)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """To come."""
    del pk
    return render(request, "listen/soon.html")


@needs(SIGNED_IN)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """To come."""
    del pk
    return render(request, "listen/soon.html")
