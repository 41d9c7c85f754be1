"""What a metric shall reach, and that somebody looked at it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.views.sent import sent, status_for
from genba.ui.toasts import toast
from genba.understand.at_hand import suggested_counter
from genba.understand.forms.marking import TargetForm
from genba.understand.marking import end_target, set_target
from genba.understand.measuring import close_metric
from genba.understand.models import Metric, Target
from genba.understand.reviewing import look_at


@needs(SIGNED_IN)
def target(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a target: a value, a day and the counter-metric."""
    metric = _changeable(request, pk)
    suggested = suggested_counter(metric)
    initial = {"counter": suggested.metric} if suggested else {}
    form = TargetForm(sent(request), metric=metric, initial=initial)
    if form.is_bound and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("value", "by_day", "counter", "why")}
        set_target(metric, **words, by=signed_in(request))
        toast(request, _("The target is set."))
        return redirect("understand:metric", pk=pk)
    context = {"metric": metric, "form": form, "suggested": suggested}
    return render(request, "understand/target.html", context, status=status_for(request))


@needs(SIGNED_IN)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The target counts no more."""
    standing = get_object_or_404(Target, metric=_changeable(request, pk), ended_on=None)
    end_target(standing, by=signed_in(request))
    toast(request, _("The target has ended."))
    return redirect("understand:metric", pk=pk)


@needs(SIGNED_IN)
@require_POST
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one looked at it."""
    if look_at(_changeable(request, pk), by=signed_in(request)):
        toast(request, _("Looked at today. It comes back in its rhythm."))
    return redirect("understand:metric", pk=pk)


@needs(SIGNED_IN)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop measuring it; what was measured stays."""
    close_metric(_changeable(request, pk), by=signed_in(request))
    return redirect("understand:metric", pk=pk)


@needs(SIGNED_IN)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to measure it again."""
    close_metric(_changeable(request, pk), by=signed_in(request), is_closed=False)
    return redirect("understand:metric", pk=pk)


def _changeable(request: HttpRequest, pk: int) -> Metric:
    return get_object_or_404(Metric.objects.changeable_by(signed_in(request)), pk=pk)
