"""One reading: corrected, left out, and the marks that begin at it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.views.sent import status_for
from genba.ui.toasts import toast
from genba.understand import marking
from genba.understand.forms.marking import LeavingOutForm, StepChangeForm
from genba.understand.forms.metric import ReadingForm
from genba.understand.measuring import correct_reading, leave_out
from genba.understand.models import Metric, Reading, StepChange


@needs(SIGNED_IN)
@require_safe
def reading(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """One reading, and what can be done with it."""
    seen = Metric.objects.visible_to(signed_in(request))
    return _page(request, get_object_or_404(Reading, pk=key, metric__in=seen.filter(pk=pk)))


@needs(SIGNED_IN)
@require_POST
def correct(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Write another number for the same moment."""
    mine = Metric.objects.readable_by(signed_in(request)).current().filter(pk=pk, computes="")
    wrong = get_object_or_404(Reading, pk=key, metric__in=mine)
    form = ReadingForm(request.POST, metric=wrong.metric, at=wrong.at)
    if not form.is_valid():
        return _page(request, wrong, correction=form)
    correct_reading(wrong, form.reading, by=signed_in(request))
    return _kept(request, pk, _("The reading is corrected. What stood there before is in the history."))


@needs(SIGNED_IN)
@require_POST
def leave_reading_out(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """It counts for no limit any more, with a reason."""
    out, form = _changeable(request, pk, key), LeavingOutForm(request.POST)
    if not form.is_valid():
        return _page(request, out, leaving_out=form)
    leave_out(out, by=signed_in(request), why=form.cleaned_data["why"])
    return _kept(request, pk, _("The reading is left out of the limits."))


@needs(SIGNED_IN)
@require_POST
def count_reading(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """It counts again."""
    leave_out(_changeable(request, pk, key), by=signed_in(request), why="")
    return _kept(request, pk, _("The reading counts again."))


@needs(SIGNED_IN)
@require_POST
def mark_step(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """From this reading on the process is another one."""
    first, form = _changeable(request, pk, key), StepChangeForm(request.POST)
    if form.is_valid():
        words, by = form.cleaned_data, signed_in(request)
        try:
            marking.mark_step_change(first.metric, at=first.at, why=words["why"], by=by)
        except ValidationError as refused:
            form.add_error("why", refused.messages[0])
        else:
            return _kept(request, pk, _("The step change is marked."))
    return _page(request, first, step=form)


@needs(SIGNED_IN)
@require_POST
def strike_step(request: HttpRequest, pk: int, change: int) -> HttpResponse:
    """Take a step change back."""
    mine = Metric.objects.changeable_by(signed_in(request)).filter(pk=pk)
    struck = get_object_or_404(StepChange, pk=change, metric__in=mine)
    marking.strike_step_change(struck, by=signed_in(request))
    return _kept(request, pk, _("The step change is taken back."))


@needs(SIGNED_IN)
@require_POST
def freeze(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """The limits come from the readings until this one."""
    last = _changeable(request, pk, key)
    marking.freeze(last.metric, until=last.at, by=signed_in(request))
    return _kept(request, pk, _("The limits come from the readings until this one."))


@needs(SIGNED_IN)
@require_POST
def free(request: HttpRequest, pk: int) -> HttpResponse:
    """The limits follow all readings again."""
    mine = get_object_or_404(Metric.objects.changeable_by(signed_in(request)), pk=pk)
    marking.freeze(mine, until=None, by=signed_in(request))
    return _kept(request, pk, _("The limits follow all readings again."))


def _changeable(request: HttpRequest, pk: int, key: int) -> Reading:
    mine = Metric.objects.changeable_by(signed_in(request)).filter(pk=pk)
    return get_object_or_404(Reading.objects.select_related("metric"), pk=key, metric__in=mine)


def _kept(request: HttpRequest, pk: int, words: str) -> HttpResponse:
    toast(request, words)
    return redirect("understand:metric", pk=pk)


def _typed(number: float | None) -> float | None:
    """As people write it: 172, not 172.0."""
    return int(number) if number is not None and number.is_integer() else number


def _page(request: HttpRequest, shown: Reading, **forms: Any) -> HttpResponse:
    person, metric = signed_in(request), shown.metric
    typed = {"value": _typed(shown.value), "denominator": _typed(shown.denominator), "note": shown.note}
    fresh: dict[str, Callable[[], Any]] = {
        "correction": lambda: ReadingForm(metric=metric, at=shown.at, initial=typed),
        "leaving_out": LeavingOutForm,
        "step": StepChangeForm,
    }
    mine = Metric.objects.readable_by(person).current().filter(pk=metric.pk, computes="")
    context = {
        "metric": metric,
        "reading": shown,
        "may_correct": mine.exists(),
        "may_change": Metric.objects.changeable_by(person).filter(pk=metric.pk).exists(),
        "open": next(iter(forms), ""),
        **{name: forms.get(name) or make() for name, make in fresh.items()},
    }
    return render(request, "understand/reading.html", context, status=status_for(request))
