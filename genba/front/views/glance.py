"""The loop at a glance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from genba.front.loop import STEPS, WINDOW_DAYS, glances
from genba.people.access import SIGNED_IN, needs


@needs(SIGNED_IN)
def glance(request: HttpRequest) -> HttpResponse:
    """How the loop goes, for all and for each team."""
    whole, teams = glances()
    context = {"glance": whole, "teams": teams, "steps": STEPS, "window": WINDOW_DAYS}
    return render(request, "front/glance.html", context)
