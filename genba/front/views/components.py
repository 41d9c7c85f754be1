"""The living page of the components."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from genba.people.access import ANYBODY, needs
from genba.ui.components import living_page_context


@needs(ANYBODY)
def components(request: HttpRequest) -> HttpResponse:
    """Every component with all its states, on sample data."""
    return render(request, "ui/components.html", living_page_context())
