"""The loop at a glance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from genba.front.loop import STEPS, WINDOW_DAYS, glance_of, team_glances
from genba.people.access import SIGNED_IN, needs


@needs(SIGNED_IN)
def glance(request: HttpRequest) -> HttpResponse:
    """How the loop goes, for all and for each team."""
    context = {"glance": glance_of(None), "teams": team_glances(), "steps": STEPS, "window": WINDOW_DAYS}
    return render(request, "front/glance.html", context)
