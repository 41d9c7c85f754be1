"""The doors of an import: choose, upload, say what the columns mean, look, take over, undo."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.front.forms.imports import MappingForm, UploadForm
from genba.front.imports import (
    IMPORTERS,
    begin_check,
    begin_commit,
    imports_of,
    places_for,
    target_of,
    targets_for,
)
from genba.people.access import needs, signed_in
from genba.people.once import write_once, writes_itself
from genba.sources.check import map_columns, refused_csv
from genba.sources.dry_run import Reason
from genba.sources.mapping import samples
from genba.sources.models import Import
from genba.sources.progress import percent_done
from genba.sources.reading import read_table
from genba.sources.start import choose_sheet, forget_import, look_into
from genba.sources.table import TableUnreadable
from genba.sources.targets import target_named
from genba.sources.undo import undo_import
from genba.ui.toasts import toast

PAGE = 30


@needs(*IMPORTERS)
def imports(request: HttpRequest) -> HttpResponse:
    """What was imported so far, and what can be."""
    person = signed_in(request)
    offered = [target for target, _places in targets_for(person)]
    page = Paginator(imports_of(person), PAGE).get_page(request.GET.get("page"))
    return render(request, "front/imports/list.html", {"page": page, "targets": offered})


@needs(*IMPORTERS)
@writes_itself("the table is read first; that it was uploaded is written once")
def upload(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Upload a table."""
    person = signed_in(request)
    target = target_named(kind)
    places = places_for(person, target) if target else []
    if target is None or not places:
        raise Http404
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        target=target,
        places=places,
        initial={"place": request.GET.get("place", "")},
    )
    if request.method == "POST" and form.is_valid():
        begun = _read(form, person_id=person.pk)
        if begun is not None:
            return _kept(request, begun)
    return render(request, "front/imports/upload.html", {"form": form, "target": target})


@needs(*IMPORTERS)
@writes_itself("what is set is set, and looking through the rows changes only their counts")
def mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each column means; a guess is made already."""
    begun = _unfinished(request, pk)
    try:
        found = samples(read_table(begun.path, sheet=begun.sheet))
    except (TableUnreadable, OSError):
        return render(request, "front/imports/gone.html", {"batch": begun}, status=410)
    form = MappingForm(request.POST or None, begun=begun, target=target_of(begun), samples=found)
    if request.method == "POST" and form.is_valid():
        begun.options = {**begun.options, "day_first": form.cleaned_data["date_order"] != "month"}
        map_columns(begun, form.mapping, target_of(begun))
        begin_check(begun)
        return redirect("front:import", begun.pk)
    return render(request, "front/imports/mapping.html", {"form": form, "batch": begun})


@needs(*IMPORTERS)
@require_POST
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Take another sheet of the same workbook."""
    begun = _unfinished(request, pk)
    try:
        choose_sheet(begun, request.POST.get("sheet", ""), target_of(begun))
    except TableUnreadable as trouble:
        toast(request, trouble.sentence, tone="bad")
    return redirect("front:import_mapping", begun.pk)


@needs(*IMPORTERS)
def import_(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an import has come: its progress, what it would do, what it did."""
    seen = _seen(request, pk)
    if seen.state == Import.State.UPLOADED:
        return redirect("front:import_mapping", seen.pk)
    if request.GET.get("waiting") and not seen.is_under_way:
        return HttpResponse(headers={"HX-Refresh": "true"})
    template = (
        "front/imports/import.html#progress" if request.GET.get("waiting") else "front/imports/import.html"
    )
    return render(request, template, _told(seen))


@needs(*IMPORTERS)
@require_POST
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over what the dry run has shown."""
    checked = _seen(request, pk)
    if not begin_commit(checked):
        toast(
            request,
            _("This table, or another one of the same list, is being taken over already."),
            tone="warn",
        )
    return redirect("front:import", checked.pk)


@needs(*IMPORTERS)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a whole import."""
    committed = _seen(request, pk)
    if undo_import(committed, target_of(committed)):
        toast(request, _("The import is undone. Importing the table again brings everything back."))
    return redirect("front:import", committed.pk)


@needs(*IMPORTERS)
@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an upload away that was never taken over."""
    if forget_import(_seen(request, pk)):
        toast(request, _("The upload is gone. Nothing was changed."))
    return redirect("front:imports")


@needs(*IMPORTERS)
def refused(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Download the rows that cannot be taken over, with the reason."""
    seen = _seen(request, pk)
    try:
        lines = refused_csv(seen, target_of(seen))
    except (TableUnreadable, OSError):
        return render(request, "front/imports/gone.html", {"batch": seen}, status=410)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = content_disposition_header(as_attachment=True, filename=f"{_('refused')} {seen.register_name}.csv")
    response["Content-Disposition"] = name or "attachment"
    return response


def _seen(request: HttpRequest, pk: int) -> Import:
    return get_object_or_404(imports_of(signed_in(request)), pk=pk)


def _unfinished(request: HttpRequest, pk: int) -> Import:
    states = (Import.State.UPLOADED, Import.State.CHECKED, Import.State.FAILED)
    return get_object_or_404(imports_of(signed_in(request)).filter(state__in=states), pk=pk)


def _kept(request: HttpRequest, begun: Import) -> HttpResponseBase:
    """Save the import, once, and go to its columns; the file of a repeat is not needed."""

    def save() -> HttpResponse:
        begun.save()
        return redirect("front:import_mapping", begun.pk)

    try:
        return write_once(request, save)
    finally:
        if begun.pk is None:
            begun.path.unlink(missing_ok=True)


def _read(form: UploadForm, *, person_id: int) -> Import | None:
    """Look into the upload; when it is no table, the sentence stands at the file."""
    try:
        return look_into(
            form.upload.chunks(),
            file_name=form.upload.name or "",
            target=form.target,
            place=form.cleaned_data["place"],
            by_id=person_id,
            register_name=form.cleaned_data["register_name"],
        )
    except TableUnreadable as trouble:
        form.add_error("file", str(trouble.sentence))
        return None


def _told(seen: Import) -> dict[str, object]:
    target = target_of(seen)
    return {
        "batch": seen,
        "target": target,
        "percent": percent_done(seen),
        "reasons": [Reason.from_json(kept) for kept in seen.reasons],
        "address": target.address(seen.place) if seen.state == Import.State.COMMITTED else "",
    }
