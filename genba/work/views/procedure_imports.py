"""The doors of an import: a document comes in, is looked at side by side, is taken over or thrown away."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.once import write_once, writes_itself
from genba.people.views.sent import sent, status_for
from genba.trail.models import File
from genba.ui.toasts import toast
from genba.work.formats import arriving
from genba.work.formats.beside import bar_of
from genba.work.formats.draft import DEEPEST, REASONS, Piece
from genba.work.forms.procedure_import import DocumentForm, TakeOverForm, pieces_sent
from genba.work.models import Procedure, ProcedureImport


@needs(SIGNED_IN)
@writes_itself("the document is read first; that it was uploaded is written once")
def import_procedure(request: HttpRequest) -> HttpResponseBase:
    """Choose a document."""
    form = DocumentForm(sent(request), request.FILES or None, by=signed_in(request))
    if request.method == "POST" and form.is_valid() and form.seen is not None:
        return _kept(request, form)
    context = {"form": form, "query": _query(request), "into": _draft_meant(request)}
    return render(request, "work/imports/upload.html", context, status=status_for(request))


@needs(SIGNED_IN)
def imported_procedure(request: HttpRequest, pk: int) -> HttpResponse:
    """The document side by side with what it would become; once taken over, what became of it."""
    seen = get_object_or_404(ProcedureImport.objects.visible_to(signed_in(request)), pk=pk)
    if seen.state == ProcedureImport.State.TAKEN:
        return render(request, "work/imports/taken.html", _told(seen))
    start = {"title": seen.title, "why": seen.why, "process": request.GET.get("process")}
    into = _draft_meant(request)
    form = TakeOverForm(initial=start, by=signed_in(request), is_for_draft=into is not None)
    return _preview(request, seen, form, arriving.pieces_of(seen))


@needs(SIGNED_IN)
@require_POST
def take_procedure(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over what is ticked; or only count again."""
    person = signed_in(request)
    seen = get_object_or_404(ProcedureImport.objects.open_to(person), pk=pk)
    into = _draft_meant(request)
    form = TakeOverForm(request.POST, by=person, is_for_draft=into is not None)
    pieces = pieces_sent(arriving.pieces_of(seen), request.POST)
    if not form.is_valid():
        return _preview(request, seen, form, pieces)
    words = form.cleaned_data
    place = into or words["process"]
    try:
        version = arriving.take_over(
            seen, pieces, by=person, title=words.get("title", ""), why=words.get("why", ""), into=place
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _preview(request, seen, form, pieces)
    toast(request, _("Taken over as a draft. The document is kept with it."))
    return redirect("work:version", version.procedure_id, version.number)


@needs(SIGNED_IN)
@require_POST
def forget_procedure_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a document away that was only looked at."""
    seen = get_object_or_404(ProcedureImport.objects.open_to(signed_in(request)), pk=pk)
    if arriving.forget(seen, by=signed_in(request)):
        toast(request, _("The document is thrown away. Nothing was changed."))
    return redirect("work:import_procedure")


def _kept(request: HttpRequest, form: DocumentForm) -> HttpResponseBase:
    def save() -> HttpResponse:
        seen: Any = form.seen
        arriving.keep(seen, form.cleaned_data["file"])
        return redirect(f"{reverse('work:imported_procedure', args=[seen.pk])}{_query(request)}")

    return write_once(request, save)


def _preview(
    request: HttpRequest, seen: ProcedureImport, form: TakeOverForm, pieces: list[Piece]
) -> HttpResponse:
    lines = [
        {"number": number, "piece": piece, "reason": REASONS.get(piece.reason, "")}
        for number, piece in enumerate(pieces)
    ]
    taken = [piece for piece in pieces if piece.is_taken]
    words = sum(len(str(piece.fields.get("what", "")).split()) for piece in taken)
    seen.words_after = words  # as it would be; nothing is stored here
    told = _told(seen) | {
        "form": form,
        "lines": lines,
        "depths": range(DEEPEST + 1),
        "query": _query(request),
        "into": _draft_meant(request),
        "steps": len(taken),
        "words": words,
        "rules": [words for name, words in REASONS.items() if name not in {"given", "not_understood"}],
    }
    return render(request, "work/imports/preview.html", told, status=422 if form.errors else 200)


def _told(seen: ProcedureImport) -> dict[str, Any]:
    files = File.objects.of(seen).filter(withdrawn_at=None)
    return {"seen": seen, "files": files, "bar": bar_of(seen)}


def _draft_meant(request: HttpRequest) -> Procedure | None:
    """The procedure into whose draft it goes, where one is named and may be changed."""
    asked = request.GET.get("procedure", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    return Procedure.objects.changeable_by(signed_in(request)).filter(pk=asked).first()


def _query(request: HttpRequest) -> str:
    """Where it goes, kept in the address from door to door."""
    kept = request.GET.copy()
    for name in list(kept):
        if name not in {"procedure", "process"}:
            del kept[name]
    return f"?{kept.urlencode()}" if kept else ""
