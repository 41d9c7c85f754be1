"""The page of a procedure, as it counts today or in any of its versions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.work.models import Procedure, Version
from genba.work.parts import parts_of
from genba.work.steps import numbered
from genba.work.using import count_use


@needs(SIGNED_IN)
def procedure(request: HttpRequest, pk: int) -> HttpResponse:
    """The version in force; before there is one, the newest."""
    found = get_object_or_404(Procedure.objects.visible_to(signed_in(request)), pk=pk)
    version = found.in_force or found.versions.first()
    if version is None:
        raise Http404
    count_use(found, "opened")
    return _page(request, version)


@needs(SIGNED_IN)
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version."""
    found = Version.objects.visible_to(signed_in(request)).select_related("procedure__process", "made_by")
    return _page(request, get_object_or_404(found, procedure=pk, number=number))


def _page(request: HttpRequest, shown: Version) -> HttpResponse:
    person = signed_in(request)
    context = {
        "version": shown,
        "procedure": shown.procedure,
        "lines": numbered(shown.steps),
        "may_change": Procedure.objects.changeable_by(person).filter(pk=shown.procedure_id).exists(),
        "parts": parts_of("procedure", person, shown),
    }
    return render(request, "work/procedure.html", context)
