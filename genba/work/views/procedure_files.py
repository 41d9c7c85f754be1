"""A version of a procedure to take along: YAML for git, BPMN 2.0 for other tools."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.work.formats.writing import CONTENT_TYPES, file_of
from genba.work.models import Version


@needs(SIGNED_IN)
def procedure_yaml(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The version as YAML."""
    return _file(request, pk, number, "yaml")


@needs(SIGNED_IN)
def procedure_bpmn(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The version as BPMN 2.0, with a diagram."""
    return _file(request, pk, number, "bpmn")


def _file(request: HttpRequest, pk: int, number: int, kind: str) -> HttpResponse:
    seen = Version.objects.visible_to(signed_in(request)).select_related("procedure")
    version = get_object_or_404(seen, procedure=pk, number=number)
    response = HttpResponse(file_of(version, kind), content_type=f"{CONTENT_TYPES[kind]}; charset=utf-8")
    name = f"{version.procedure.code} {version.title}.{kind}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
