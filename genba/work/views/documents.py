"""The list of controlled documents, how one begins, and the list as a file."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from genba.people.access import LEAD, QUALITY, SIGNED_IN, needs, signed_in
from genba.people.views.sent import sent, status_for
from genba.sources.export import csv_rows
from genba.ui.toasts import toast
from genba.work.documents.keeping import open_document
from genba.work.documents.listing import heading, lines, listed
from genba.work.forms.document import DocumentFilter, DocumentForm
from genba.work.forms.named import in_errors

A_PAGE = 50


@needs(SIGNED_IN)
def documents(request: HttpRequest) -> HttpResponse:
    """What counts here and is not a procedure."""
    filters, asked = _asked(request)
    person = signed_in(request)
    page = Paginator(listed(person, asked), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "query": request.GET.urlencode(),
        "is_filtered": any(asked.values()),
        "may_add": person.is_quality or person.is_lead,
    }
    return render(request, "work/documents/documents.html", context)


@needs(SIGNED_IN)
def documents_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same documents as a file; no cell of it is a formula."""
    _filters, asked = _asked(request)
    return StreamingHttpResponse(
        csv_rows(heading(), lines(listed(signed_in(request), asked))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="documents.csv"'},
    )


@needs(LEAD, QUALITY)
def new_document(request: HttpRequest) -> HttpResponse:
    """Begin a document; its first version comes next."""
    person = signed_in(request)
    start = {"owner": person.name, "review_months": 24, "process": request.GET.get("process")}
    form = DocumentForm(sent(request), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            document = open_document(by=person, **form.cleaned_data)
        except ValidationError as refusal:
            in_errors(form, refusal)
        else:
            toast(request, _("The document is in the list. Now bring its first version."))
            return redirect("work:document", document.pk)
    return render(request, "work/documents/form.html", {"form": form}, status=status_for(request))


def _asked(request: HttpRequest) -> tuple[DocumentFilter, dict[str, Any]]:
    """What the address asks for; a filter that means nothing is left out."""
    filters = DocumentFilter(request.GET)
    filters.is_valid()
    return filters, filters.cleaned_data
