"""Come back with a receipt."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from genba.people.access import ANYBODY, needs


@needs(ANYBODY)
def receipt(request: HttpRequest) -> HttpResponse:
    """To come."""
    return render(request, "listen/soon.html")


@needs(ANYBODY)
def write(request: HttpRequest) -> HttpResponse:
    """To come."""
    return render(request, "listen/soon.html")
