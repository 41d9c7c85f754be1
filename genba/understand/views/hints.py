"""The private hint while somebody writes: words that judge people, and a question about the system."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from genba.listen.views.open_doors import body_is_broken, never_kept
from genba.people.access import SIGNED_IN, needs
from genba.people.once import writes_itself
from genba.understand.language.hint import hints_for


@never_kept
@writes_itself("It writes nothing: what is asked is answered and forgotten.")
@needs(SIGNED_IN)
@require_POST
def hints(request: HttpRequest) -> HttpResponse:
    """Look over some words. Nothing is stored or logged; the answer is for whoever writes and nobody else."""
    if body_is_broken(request):
        return HttpResponse(status=413)
    found = hints_for(request.POST.get("text", ""))
    return render(request, "understand/hints.html", {"found": found, "is_asked": "asked" in request.POST})
