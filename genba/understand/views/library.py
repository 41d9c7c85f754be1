"""The library of ready metrics."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.ui.wishes import is_text
from genba.understand.library.taking import shelf


@needs(SIGNED_IN)
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Metrics that are ready to be taken, by what they show."""
    person, words = signed_in(request), request.GET.get("q", "").strip()
    groups = shelf(person, words if is_text(words) else "")
    context = {"groups": groups, "q": words, "may_add": person.is_quality or person.is_lead}
    return render(request, "understand/library.html", context)
