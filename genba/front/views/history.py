"""What happened to a record, in plain words."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from genba.front.connections import connections_of
from genba.front.history import facts_about, told
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.subjects import find

A_PAGE = 50


@needs(SIGNED_IN)
def history(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The timeline of one record, newest first, and what it is connected with."""
    person = signed_in(request)
    if (found := find(person, kind, key)) is None:
        raise Http404
    subject, record = found
    facts = _older(facts_about(record, person), request.GET.get("before", ""))[: A_PAGE + 1]
    shown = list(facts)[:A_PAGE]
    context: dict[str, Any] = {
        "subject": subject,
        "title": subject.title(record),
        "url": subject.url(record),
        "lines": told(shown, person, with_proofs=True),
        "older": shown[-1].pk if len(facts) > A_PAGE else None,
        "connections": connections_of(record, person),
    }
    return render(request, "front/history.html", context)


def _older(facts: Any, before: str) -> Any:
    return facts.filter(pk__lt=int(before)) if before.isdecimal() and len(before) < 19 else facts
