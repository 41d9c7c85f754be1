"""Metrics: the list, one of them, and its readings by hand."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from genba.people.access import LEAD, QUALITY, SIGNED_IN, needs, signed_in
from genba.people.views.sent import sent, status_for
from genba.ui.toasts import toast
from genba.ui.wishes import is_text
from genba.understand.at_hand import at_hand
from genba.understand.charts.choosing import shown
from genba.understand.charts.page import chart_parts
from genba.understand.forms.chart import ChartForm
from genba.understand.forms.metric import MetricForm, ReadingForm
from genba.understand.library.ready import ready_named
from genba.understand.library.taking import fill_in
from genba.understand.listing import latest_of
from genba.understand.measuring import keep_metric, take_reading
from genba.understand.models import Metric
from genba.understand.reviewing import due_looks

SHOWN = 60
BESIDE = ("owner", "team", "process__team")


@needs(SIGNED_IN)
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """What we measure."""
    person = signed_in(request)
    words = request.GET.get("q", "").strip()
    context = {
        "metrics": latest_of(person, words if is_text(words) else ""),
        "may_add": person.is_quality or person.is_lead,
        "q": words,
        "look": due_looks(person),
    }
    return render(request, "understand/metrics.html", context)


@needs(LEAD, QUALITY)
def new_metric(request: HttpRequest) -> HttpResponse:
    """Define a metric, from nothing or from one of the library."""
    new = Metric(owner=signed_in(request), made_on=timezone.localdate())
    if ready := ready_named(request.GET.get("library", "")):
        fill_in(new, ready)
    return _keep(request, new)


@needs(SIGNED_IN)
def edit_metric(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what it counts."""
    return _keep(request, get_object_or_404(Metric.objects.changeable_by(signed_in(request)), pk=pk))


@needs(SIGNED_IN)
@require_safe
def metric(request: HttpRequest, pk: int) -> HttpResponse:
    """One metric with its readings."""
    seen = Metric.objects.visible_to(signed_in(request)).select_related(*BESIDE)
    return _page(request, get_object_or_404(seen, pk=pk))


@needs(SIGNED_IN)
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a reading down: everybody of the team may, for who works there sees the number."""
    mine = Metric.objects.readable_by(signed_in(request)).current().filter(computes="")
    found = get_object_or_404(mine.select_related(*BESIDE), pk=pk)
    form = ReadingForm(request.POST, metric=found)
    if form.is_valid():
        try:
            take_reading(found, form.reading, by=signed_in(request))
        except ValidationError as refused:
            form.add_error("day", refused.messages[0])
        else:
            toast(request, _("The reading is kept."))
            return redirect("understand:metric", pk=pk)
    return _page(request, found, form)


def _page(request: HttpRequest, found: Metric, form: ReadingForm | None = None) -> HttpResponse:
    drawn = shown(found)
    at = at_hand(drawn, signed_in(request))
    context = {
        "metric": found,
        "chart": chart_parts(
            drawn, form=ChartForm(instance=found), is_whole=request.GET.get("view") == "table"
        ),
        "readings": list(found.readings.order_by("-at")[:SHOWN]),
        "form": form or ReadingForm(metric=found, initial={"day": timezone.localdate()}),
        "at_hand": at,
        "may_change": at.may_change,
        "may_read": at.may_read,
    }
    return render(request, "understand/metric.html", context, status=status_for(request))


def _keep(request: HttpRequest, found: Metric) -> HttpResponse:
    form = MetricForm(sent(request), instance=found, person=signed_in(request))
    if form.is_bound and form.is_valid():
        try:
            keep_metric(found, by=signed_in(request))
        except ValidationError as refused:
            form.add_error("name", refused.messages[0])
        else:
            return redirect("understand:metric", pk=found.pk)
    return render(
        request, "understand/edit_metric.html", {"form": form, "metric": found}, status=status_for(request)
    )
