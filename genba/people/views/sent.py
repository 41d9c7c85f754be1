"""What came with a request, and how a form that needs a second look is answered."""

from django.http import HttpRequest, QueryDict

SECOND_LOOK = 422


def sent(request: HttpRequest) -> QueryDict | None:
    """What was typed, where something was sent; an empty form that was sent was sent too."""
    return request.POST if request.method == "POST" else None


def status_for(request: HttpRequest) -> int:
    """The number under which a form is shown: as asked for, or because something is wrong in it."""
    return SECOND_LOOK if request.method == "POST" else 200
