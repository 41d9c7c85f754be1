"""Triage: each verb has its own address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.listen import admission
from genba.listen import triage as verbs
from genba.listen.forms import NoteForm, PublishForm, RewriteForm, SortForm
from genba.listen.models import Report
from genba.listen.outcomes import outcome_named
from genba.listen.views.conversation import show
from genba.people.access import LEAD, QUALITY, needs, signed_in
from genba.ui.toasts import toast


@needs(LEAD, QUALITY)
@require_POST
def triage(request: HttpRequest, pk: int, outcome: str) -> HttpResponse:
    """Give the report one of the outcomes, with words for the reporter."""
    report, chosen = _answerable(request, pk), outcome_named(outcome)
    if chosen is None:
        raise Http404
    form = chosen.form(report, signed_in(request), request.POST)
    if not form.is_valid():
        return show(request, report, triage_form=form, chosen=chosen)
    chosen.act(report, signed_in(request), form)
    toast(request, _("Sent. The reporter can read it."))
    return _back(request, report)


@needs(LEAD, QUALITY)
@require_POST
def sort(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the kind, how bad, or the place."""
    report, form = _answerable(request, pk), SortForm(request.POST)
    if not form.is_valid():
        return show(request, report, sort_form=form)
    stands = {name: getattr(report, name) for name in ("kind", "severity", "place")}
    verbs.sort(report, by=signed_in(request), **(stands | form.cleaned_data))
    toast(request, _("Corrected."))
    return _back(request, report)


@needs(LEAD, QUALITY)
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """A word that the reporter does not see."""
    report, form = _answerable(request, pk), NoteForm(request.POST)
    if not form.is_valid():
        return show(request, report, note_form=form)
    verbs.write_note(report, text=form.cleaned_data["text"], by=signed_in(request))
    return _back(request, report)


@needs(LEAD, QUALITY)
@require_POST
def rewrite(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the admitted copy of an anonymous report right."""
    report, form = _answerable(request, pk), RewriteForm(request.POST)
    if not form.is_valid():
        return show(request, report, rewrite_form=form)
    admission.rewrite(report, text=form.cleaned_data["text"], by=signed_in(request))
    toast(request, _("Changed."))
    return _back(request, report)


@needs(LEAD, QUALITY)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of it, and whether it stands on the wall."""
    report, form = _answerable(request, pk), PublishForm(request.POST)
    if not form.is_valid():
        return show(request, report, publish_form=form)
    given = form.cleaned_data
    verbs.publish_outcome(
        report, words=given["outcome"], on_wall=given["on_wall"], said=given["said"], by=signed_in(request)
    )
    toast(request, _("It is on the wall.") if given["on_wall"] else _("Kept. The reporter can read it."))
    return _back(request, report)


def _answerable(request: HttpRequest, pk: int) -> Report:
    return get_object_or_404(Report.objects.answerable_by(signed_in(request)).distinct(), pk=pk)


def _back(request: HttpRequest, report: Report) -> HttpResponse:
    """To the report; to the inbox when it now belongs to others."""
    if Report.objects.visible_to(signed_in(request)).filter(pk=report.pk).exists():
        return redirect("listen:detail", pk=report.pk)
    return redirect("listen:inbox")
