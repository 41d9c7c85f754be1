"""Peer review: ask a colleague to look, look, and see what waits for one's own look."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.subjects import find
from genba.ui.toasts import toast
from genba.work.forms.review import AskReviewForm, VerdictForm
from genba.work.models import PeerReview
from genba.work.reviewing import (
    ask_for_review,
    give_verdict,
    may_look,
    reviewable_named,
    reviews_of,
    subject_of,
    withdraw_review,
)


@needs(SIGNED_IN)
def reviews(request: HttpRequest) -> HttpResponse:
    """What waits for my look."""
    person = signed_in(request)
    waiting = PeerReview.objects.waiting_for(person).select_related("asked_by", "team")[:50]
    lines = [(review, subject_of(review, person)) for review in waiting]
    return render(request, "work/reviews/list.html", {"lines": [_line(*line) for line in lines if line[1]]})


@needs(SIGNED_IN)
def ask_review(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Ask a colleague, or a team, to look at a record."""
    person = signed_in(request)
    found = find(person, kind, key) if reviewable_named(kind) else None
    if found is None:
        raise Http404
    subject, record = found
    form = AskReviewForm(request.POST or None, record=record, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_review(record, by=person, **form.asked)
        except ValidationError as wrong:
            form.add_error(None, wrong.messages[0])
        else:
            toast(request, _("Asked. You hear when somebody has looked."))
            return redirect(subject.url(record))
    context = {"form": form, "title": subject.title(record), "url": subject.url(record)}
    context["given"] = reviews_of(record)
    return render(request, "work/reviews/ask.html", context, status=422 if form.errors else 200)


@needs(SIGNED_IN)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One look: what to look at, and what was seen."""
    person = signed_in(request)
    found, subject, record = _found(request, pk)
    may = may_look(person, found, record)
    if request.method == "POST" and not may:
        raise Http404
    form = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        give_verdict(found, by=person, **form.cleaned_data)
        toast(request, _("Thank you for looking."))
        return redirect(subject.url(record))
    context = {"form": form if may else None, **_line(found, (subject, record))}
    context["may_withdraw"] = found.is_waiting and found.asked_by_id == person.pk
    return render(request, "work/reviews/look.html", context, status=422 if form.errors else 200)


@needs(SIGNED_IN)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever asked takes it back."""
    found, subject, record = _found(request, pk)
    if found.asked_by_id != signed_in(request).pk:
        raise Http404
    withdraw_review(found, by=signed_in(request))
    return redirect(subject.url(record))


def _found(request: HttpRequest, pk: int) -> tuple[PeerReview, Any, Any]:
    person = signed_in(request)
    seen = PeerReview.objects.visible_to(person).select_related("asked_of", "asked_by", "by", "team")
    found = get_object_or_404(seen, pk=pk)
    about = subject_of(found, person)
    if about is None:
        raise Http404
    return found, *about


def _line(found: PeerReview, about: Any) -> dict[str, Any]:
    subject, record = about
    return {
        "review": found,
        "title": subject.title(record),
        "url": subject.url(record),
        "label": subject.label,
        "icon": subject.icon,
    }
