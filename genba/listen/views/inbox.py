"""The triage inbox."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from genba.listen.inbox import MOST_LISTED, STATES, UNROUTED, Inbox, reads_all
from genba.listen.models import AnswerTime, Report
from genba.people.access import AUDITOR, EXECUTIVE, LEAD, QUALITY, needs, signed_in

A_PAGE = 25


@needs(LEAD, QUALITY, EXECUTIVE, AUDITOR)
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, oldest first."""
    person = signed_in(request)
    view = Inbox.of(person, request.GET)
    page = Paginator(view.listed, A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "inbox": view,
        "page": page,
        "pinned": list(view.pinned) if page.number == 1 else [],
        "originals": view.originals if page.number == 1 else [],
        "again": view.again,
        "is_cut_off": page.paginator.count >= MOST_LISTED,
        "answer_time": AnswerTime.of_everybody(),
        "states": STATES.items(),
        "kinds": Report.Kind.choices,
        "severities": Report.Severity.choices,
        "unrouted": UNROUTED if reads_all(person) else "",
    }
    return render(request, "listen/inbox.html", context)
