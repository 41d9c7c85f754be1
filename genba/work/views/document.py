"""The page of a document, and the doors of what is done with it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.signing import signatures_under_each
from genba.people.views.sent import sent, status_for
from genba.trail.subjects import kind_of
from genba.ui.toasts import toast
from genba.work.documents import keeping
from genba.work.documents.uses import tie, untie, uses_of
from genba.work.forms.document import CopyForm, DocumentForm, EditionForm, UseForm, VersionForm, WhyForm
from genba.work.forms.named import in_errors
from genba.work.models import Document, DocumentVersion, PrintedCopy


@needs(SIGNED_IN)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: what counts, what counted, where it is used, who has it."""
    seen = _seen(request, pk)
    return _page(request, seen, may_change=_may_change(seen))


@needs(SIGNED_IN)
def edit_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of it."""
    changed = _changeable(request, pk)
    form = DocumentForm(sent(request), document=changed)
    if request.method == "POST" and form.is_valid():
        keeping.change_document(changed, by=signed_in(request), **form.cleaned_data)
        toast(request, _("Saved."))
        return redirect("work:document", pk)
    context = {"form": form, "document": changed}
    return render(request, "work/documents/form.html", context, status=status_for(request))


@needs(SIGNED_IN)
@require_POST
def bring_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the next version as a draft."""
    form = VersionForm(request.POST, request.FILES, auto_id="version_%s")
    return _do(
        request,
        pk,
        "version",
        form,
        lambda one, words: keeping.bring_version(one, by=signed_in(request), **words),
    )


@needs(SIGNED_IN)
@require_POST
def ask_for_approval(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Lay it before those who approve."""
    keeping.ask_for_approval(_version(request, pk, number), by=signed_in(request))
    return _back(request, pk, _("It waits for approval. Somebody else has to sign it."), "under-way")


@needs(SIGNED_IN)
@require_POST
def give_back(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Not yet: a draft again."""
    keeping.give_back(_version(request, pk, number), by=signed_in(request))
    return _back(request, pk, _("It is a draft again."), "under-way")


@needs(SIGNED_IN)
@require_POST
def withdraw_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give a draft up."""
    keeping.withdraw_version(_version(request, pk, number), by=signed_in(request))
    return _back(request, pk, _("Withdrawn. Its file stays in the history."), "versions")


@needs(SIGNED_IN)
@require_POST
def add_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where it is used."""
    form = UseForm(request.POST, auto_id="use_%s")
    return _do(request, pk, "use", form, lambda one, words: tie(one, by=signed_in(request), **words))


@needs(SIGNED_IN)
@require_POST
def drop_use(request: HttpRequest, pk: int, use: int) -> HttpResponse:
    """It is not used there any more."""
    untie(get_object_or_404(_changeable(request, pk).uses, pk=use), by=signed_in(request))
    return _back(request, pk, _("Taken off."), "uses")


@needs(SIGNED_IN)
@require_POST
def give_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a copy on paper."""
    form = CopyForm(request.POST, auto_id="copy_%s")
    return _do(
        request, pk, "copy", form, lambda one, words: keeping.give_copy(one, by=signed_in(request), **words)
    )


@needs(SIGNED_IN)
@require_POST
def take_copy_in(request: HttpRequest, pk: int, copy: int) -> HttpResponse:
    """The paper is back or destroyed. Whoever keeps it may say so as well."""
    person, seen = signed_in(request), _seen(request, pk)
    kept = get_object_or_404(PrintedCopy.objects.select_related("version"), pk=copy, version__document=seen)
    if kept.keeper_id != person.pk and not _may_change(seen):
        raise Http404
    keeping.take_copy_in(kept, by=person)
    return _back(request, pk, _("Thank you. The copy is taken in."), "copies")


@needs(SIGNED_IN)
@require_POST
def still_right(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody looked: it is still right."""
    keeping.still_right(_changeable(request, pk), by=signed_in(request))
    return _back(request, pk, _("Thank you. We ask again when the next look is due."))


@needs(SIGNED_IN)
@require_POST
def note_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """There is a newer edition of a standard."""
    form = EditionForm(request.POST, auto_id="edition_%s")
    return _do(
        request,
        pk,
        "edition",
        form,
        lambda one, words: keeping.note_newer_edition(one, by=signed_in(request), **words),
    )


@needs(SIGNED_IN)
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody works with it any more."""
    form = WhyForm(request.POST, auto_id="retire_%s")
    return _do(
        request, pk, "retire", form, lambda one, words: keeping.retire(one, by=signed_in(request), **words)
    )


@needs(SIGNED_IN)
@require_POST
def take_into_use(request: HttpRequest, pk: int) -> HttpResponse:
    """It was retired too early."""
    keeping.take_into_use(_changeable(request, pk), by=signed_in(request))
    return _back(request, pk, _("It is in use again."))


def _do(
    request: HttpRequest,
    pk: int,
    name: str,
    form: forms.Form,
    act: Callable[[Document, dict[str, Any]], object],
) -> HttpResponse:
    """Do it when the form is right; otherwise show the page with everything that was typed."""
    changed = _changeable(request, pk)
    if form.is_valid():
        try:
            act(changed, form.cleaned_data)
        except ValidationError as refusal:
            in_errors(form, refusal)
        else:
            return _back(request, pk, _("Saved."))
    return _page(request, changed, may_change=True, status=422, **{name: form})


def _page(
    request: HttpRequest, shown: Document, *, may_change: bool, status: int = 200, **typed: forms.Form
) -> HttpResponse:
    person = signed_in(request)
    versions = list(shown.versions.select_related("made_by"))
    fresh = {
        "version": VersionForm(auto_id="version_%s"),
        "use": UseForm(auto_id="use_%s"),
        "copy": CopyForm(auto_id="copy_%s"),
        "retire": WhyForm(auto_id="retire_%s"),
        "edition": EditionForm(auto_id="edition_%s"),
    }
    copies = PrintedCopy.objects.filter(version__document=shown).select_related("version", "keeper")
    context = {
        "document": shown,
        "teams": shown.teams.order_by("name"),
        "versions": versions,
        "signed": signatures_under_each(kind_of(DocumentVersion), versions),
        "current": next((one for one in versions if one.state == "in_force"), None),
        "under_way": next((one for one in versions if one.state in DocumentVersion.UNDER_WAY), None),
        "uses": uses_of(shown),
        "copies": copies.order_by("taken_in_on", "-given_on"),
        "may_change": may_change,
        "person": person,
        "forms": (fresh | typed) if may_change else {},
        "open": next(iter(typed), ""),
    }
    return render(request, "work/documents/document.html", context, status=status)


def _seen(request: HttpRequest, pk: int) -> Document:
    person = signed_in(request)
    changeable = Document.objects.changeable_by(person).filter(pk=OuterRef("pk"))
    found = Document.objects.visible_to(person).annotate(may_change=Exists(changeable))
    return get_object_or_404(found.select_related("owner", "process"), pk=pk)


def _may_change(seen: Document) -> bool:
    """As `_seen` has asked in the same question."""
    return bool(seen.__dict__["may_change"])


def _changeable(request: HttpRequest, pk: int) -> Document:
    found = Document.objects.changeable_by(signed_in(request)).select_related("owner", "process")
    return get_object_or_404(found, pk=pk)


def _version(request: HttpRequest, pk: int, number: int) -> DocumentVersion:
    return get_object_or_404(_changeable(request, pk).versions, number=number)


def _back(request: HttpRequest, pk: int, words: str, anchor: str = "") -> HttpResponse:
    toast(request, words)
    return redirect(f"{reverse('work:document', args=[pk])}{'#' + anchor if anchor else ''}")
