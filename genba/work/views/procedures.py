"""The list of procedures, and how one begins."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.work.finding import choices, found, read_wishes
from genba.work.forms.finding import FindForm
from genba.work.forms.procedure import NewProcedureForm
from genba.work.writing import open_procedure

A_PAGE = 50


@needs(SIGNED_IN)
def procedures(request: HttpRequest) -> HttpResponse:
    """Procedures by the value stream and the process that they belong to; never by clause."""
    wishes = read_wishes(request.GET)
    page = Paginator(found(wishes, signed_in(request)), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "wishes": wishes,
        "form": FindForm(initial=wishes.as_dict(), choices=choices(), auto_id="find_%s"),
        "is_new": not wishes.are_set and not page.paginator.count,
    }
    return render(request, "work/procedures.html", context)


@needs(SIGNED_IN)
def new_procedure(request: HttpRequest) -> HttpResponse:
    """Begin a procedure."""
    person = signed_in(request)
    form = NewProcedureForm(request.POST or None, initial={"process": request.GET.get("process")})
    if request.method == "POST" and form.is_valid():
        version = open_procedure(by=person, **form.cleaned_data)
        return redirect("work:edit", version.procedure_id, version.number)
    return render(request, "work/new_procedure.html", {"form": form}, status=422 if form.errors else 200)
