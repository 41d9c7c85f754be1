"""You said, we did: for everybody to read."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from genba.listen.models import AnswerTime, Report
from genba.people.access import ANYBODY, needs, person_of

A_PAGE = 24
MOST_LISTED = 1200


@needs(ANYBODY)
def wall(request: HttpRequest) -> HttpResponse:
    """What came of reports, newest first."""
    told = Report.objects.current().filter(on_wall=True).order_by("-outcome_on", "-id")[:MOST_LISTED]
    page = Paginator(told, A_PAGE).get_page(request.GET.get("page"))
    layout = "ui/base.html" if person_of(request) else "ui/bare.html"  # the slim page sets no cookie
    context = {"page": page, "answer_time": AnswerTime.of_everybody(), "layout": layout}
    return render(request, "listen/wall.html", context)
