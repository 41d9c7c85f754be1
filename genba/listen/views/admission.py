"""Admission: read what somebody said without a name, and let a copy in that tells nobody."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from genba.listen import admission as verbs
from genba.listen.envelope import CannotOpen
from genba.listen.forms import AdmitForm, SetAsideForm
from genba.listen.identifying import marks_in, passages
from genba.listen.models import Message, Original
from genba.people.access import LEAD, QUALITY, needs, signed_in
from genba.ui.toasts import toast


@needs(LEAD, QUALITY)
@never_cache
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The words as they came, with what may identify marked; beside it the copy to be admitted."""
    found = _answerable(request, pk)
    if found.report_id:
        return redirect("listen:detail", pk=found.report_id)
    return _page(request, found)


@needs(LEAD, QUALITY)
@require_POST
def admit(request: HttpRequest, pk: int) -> HttpResponse:
    """Admit the copy."""
    found = _answerable(request, pk)
    form = AdmitForm(request.POST, original=found)
    if not form.is_valid():
        return _page(request, found, admit_form=form)
    try:
        report = verbs.admit(found, form.copy)
    except verbs.NoLongerWaiting:
        return _too_late(request, pk)
    toast(request, _("Admitted. Now give the first answer."))
    return redirect("listen:detail", pk=report.pk)


@needs(LEAD, QUALITY)
@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave it outside, with an answer."""
    found, form = _answerable(request, pk), SetAsideForm(request.POST)
    if not form.is_valid():
        return _page(request, found, aside_form=form)
    try:
        verbs.set_aside(found, words=form.cleaned_data["words"], by=signed_in(request))
    except verbs.NoLongerWaiting:
        return _too_late(request, pk)
    toast(request, _("Set aside. The reporter can read why."))
    return redirect("listen:inbox")


@needs(LEAD, QUALITY)
@never_cache
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture that came with it."""
    try:
        picture = _answerable(request, pk).photo
    except CannotOpen:
        picture = None
    if picture is None:
        raise Http404
    return HttpResponse(picture.content, content_type=picture.content_type)


def _page(request: HttpRequest, found: Original, **wrong_forms: Any) -> HttpResponse:
    text = found.words.text
    marks = marks_in(text)
    context = {
        "original": found,
        "passages": passages(text, marks),
        "is_marked": bool(marks),
        "turns": list(Message.objects.of(found)),
        "is_waiting": found.state == Original.State.WAITING,
        "admit_form": AdmitForm(original=found),
        "aside_form": SetAsideForm(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong_forms else HTTPStatus.OK
    return render(request, "listen/original.html", context | wrong_forms, status=status)


def _too_late(request: HttpRequest, pk: int) -> HttpResponse:
    toast(request, _("Somebody else was quicker; this is how it stands now."), tone="info")
    return redirect("listen:original", pk=pk)


def _answerable(request: HttpRequest, pk: int) -> Original:
    found = Original.objects.answerable_by(signed_in(request)).select_related("team", "place")
    return get_object_or_404(found, pk=pk)
