"""What every page is given: the organisation, the person, the menu, the banner."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi

from genba.people.access import person_of
from genba.people.models import Organisation


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of the base page."""
    person = person_of(request)
    return {
        "organisation": Organisation.objects.first(),
        "person": person,
        "theme": person.theme if person else "auto",
        "LANGUAGE_CODE": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
    }
