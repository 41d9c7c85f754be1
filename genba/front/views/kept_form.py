"""When a sign-in has run out, what was typed comes back in a form that can be sent again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from genba.people.access import ANYBODY, needs


def kept_form(request: HttpRequest) -> HttpResponse:
    """Show everything that was typed, with a way to sign in and a button to send it again."""
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in {"csrfmiddlewaretoken", "password"}
    ]
    return render(
        request, "front/kept_form.html", {"typed": typed, "had_files": bool(request.FILES)}, status=403
    )


@needs(ANYBODY)
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page is older than the sign-in: nothing is lost, send it again."""
    del reason
    return kept_form(request)
