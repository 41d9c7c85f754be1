"""Say what is wrong or could be better."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from genba.people.access import ANYBODY, needs


@needs(ANYBODY)
def report(request: HttpRequest) -> HttpResponse:
    """To come."""
    return render(request, "listen/soon.html")
