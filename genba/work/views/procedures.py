"""The list of procedures, and how one begins."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.work.forms.procedure import NewProcedureForm
from genba.work.models import Procedure
from genba.work.writing import open_procedure

A_PAGE = 50


@needs(SIGNED_IN)
def procedures(request: HttpRequest) -> HttpResponse:
    """Every procedure in use, by the process that it belongs to; never by clause."""
    seen = (
        Procedure.objects.visible_to(signed_in(request))
        .in_use()
        .select_related("process__value_stream", "owner")
    )
    ordered = seen.order_by("process__value_stream__position", "process__name", "title")
    page = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "work/procedures.html", {"page": page})


@needs(SIGNED_IN)
def new_procedure(request: HttpRequest) -> HttpResponse:
    """Begin a procedure."""
    person = signed_in(request)
    form = NewProcedureForm(request.POST or None, initial={"process": request.GET.get("process")})
    if request.method == "POST" and form.is_valid():
        version = open_procedure(by=person, **form.cleaned_data)
        return redirect("work:version", version.procedure_id, version.number)
    return render(request, "work/new_procedure.html", {"form": form}, status=422 if form.errors else 200)
