"""The conversation about a report, for its reporter and for those who answer."""

from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from genba.listen import triage
from genba.listen.asking import report_was_read
from genba.listen.forms import NoteForm, PublishForm, RewriteForm, SortForm, WriteAgainForm
from genba.listen.models import AnswerTime, Original, Report
from genba.listen.outcomes import all_outcomes, outcome_named
from genba.listen.thread import Thread
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.models import Person
from genba.trail.models import File

A_PAGE = 25


@needs(SIGNED_IN)
def mine(request: HttpRequest) -> HttpResponse:
    """What one has said oneself, and what came of it."""
    own = Report.objects.current().filter(reporter=signed_in(request)).select_related("place", "team")
    page = Paginator(own.order_by("-received_on", "-received_at"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "listen/mine.html", {"page": page, "answer_time": AnswerTime.of_everybody()})


@needs(SIGNED_IN)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One report with everything that was said about it."""
    return show(request, _visible(request, pk))


@needs(SIGNED_IN)
@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The reporter writes again."""
    report = get_object_or_404(Report.objects.current(), pk=pk, reporter=signed_in(request))
    form = WriteAgainForm(request.POST)
    if not form.is_valid():
        return show(request, report, again=form)
    triage.write_again(report, words=form.cleaned_data["text"])
    return redirect("listen:detail", pk=pk)


def show(request: HttpRequest, report: Report, **wrong_forms: Any) -> HttpResponse:
    """The page of a report; forms given here have errors to be put right."""
    person = signed_in(request)
    context: dict[str, Any] = {
        "report": report,
        "thread": Thread.of_report(report),
        "files": File.objects.of(report).filter(withdrawn_at=None),
        "is_reporter": report.reporter_id == person.pk,
        "again": WriteAgainForm(),
    }
    if person.answers_for(report.team):
        context |= _triage(request, report, person)
    elif report.state == Report.State.NEW:
        context["answer_time"] = AnswerTime.of_everybody()
    if not wrong_forms:
        report_was_read(report, by=person, notes=context.get("notes", ()))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong_forms else HTTPStatus.OK
    return render(request, "listen/detail.html", context | wrong_forms, status=status)


def _triage(request: HttpRequest, report: Report, person: Person) -> dict[str, Any]:
    """What those who answer see beside it. One form is open at a time, so that the page stays quick."""
    outcomes = all_outcomes()
    chosen = outcome_named(request.GET.get("do", "")) or outcomes[0]
    return {
        "may_answer": True,
        "outcomes": outcomes,
        "chosen": chosen,
        "triage_form": _begun(chosen.form(report, person, None), request.GET.get("start", "")),
        "sort_form": _sort_form(report) if "sort" in request.GET else None,
        "note_form": NoteForm(),
        "notes": list(report.notes.select_related("by")),
        **_original(request, report),
        "publish_form": PublishForm(
            initial={"outcome": report.outcome, "said": report.said, "on_wall": report.on_wall}
        ),
    }


def _original(request: HttpRequest, report: Report) -> dict[str, Any]:
    """The words as they came, as long as they are kept, and the copy that may be put right."""
    original = Original.objects.filter(report=report).first()
    if original is None:
        return {}
    form = RewriteForm(initial={"text": report.text}) if "rewrite" in request.GET else None
    return {"original": original, "rewrite_form": form}


def _sort_form(report: Report) -> SortForm:
    return SortForm(initial={"kind": report.kind, "severity": report.severity, "place": report.place_id})


def _begun(form: BaseForm, start: str) -> BaseForm:
    """The fresh form, begun with one of its kind beginnings where the address asks for it."""
    starters = getattr(form, "starters", ())
    if start.isdecimal() and int(start) < len(starters):
        form.initial["words"] = str(starters[int(start)])
    return form


def _visible(request: HttpRequest, pk: int) -> Report:
    seen = Report.objects.visible_to(signed_in(request)).select_related("team", "place__site", "reporter")
    return get_object_or_404(seen.distinct(), pk=pk)
