"""Charts: choosing another one, many beside each other, and on paper."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.ui.toasts import toast
from genba.understand.charts.choosing import Shown, draw_as, read_with, shown, shown_many
from genba.understand.charts.page import UNUSUAL, by_team
from genba.understand.charts.paper import one_on_paper, portfolio_on_paper
from genba.understand.charts.wanted import Wanted, read_wishes, wanted_metrics
from genba.understand.forms.chart import ChartForm, GridForm
from genba.understand.models import Metric

A_PAGE = 100


@needs(SIGNED_IN)
@require_POST
def choose_chart(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw another chart from now on, or let the data choose again."""
    person = signed_in(request)
    metric = get_object_or_404(Metric.objects.changeable_by(person), pk=pk)
    try:
        if draw_as(metric, request.POST.get("chart", ""), by=person):
            toast(request, _("The chart is drawn another way from now on."))
    except ValidationError as refused:
        toast(request, refused.messages[0])
    return redirect("understand:metric", pk=pk)


@needs(SIGNED_IN)
@require_POST
def chart_rules(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep which patterns are marked, and how limits are made."""
    person = signed_in(request)
    metric = get_object_or_404(Metric.objects.changeable_by(person), pk=pk)
    form = ChartForm(request.POST, instance=metric)
    if not form.is_valid():
        toast(request, _("Nothing was changed: choose one of the rules that are offered."))
    elif read_with(metric, **form.cleaned_data, by=person):
        toast(request, _("The chart is read with these rules from now on."))
    return redirect("understand:metric", pk=pk)


@needs(SIGNED_IN)
@require_safe
def chart_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The chart on paper."""
    metric = get_object_or_404(Metric.objects.visible_to(signed_in(request)), pk=pk)
    return _paper(one_on_paper(shown(metric)), slugify(metric.name) or f"metric-{pk}")


@needs(SIGNED_IN)
@require_safe
def grid(request: HttpRequest) -> HttpResponse:
    """Small charts of all teams, or only their icons."""
    wishes = read_wishes(request.GET)
    page = Paginator(_wanted(request, wishes), A_PAGE).get_page(request.GET.get("page"))
    many = shown_many(page.object_list)
    context = {
        "groups": by_team([many[metric.pk] for metric in page.object_list]),
        "page": page,
        "wishes": wishes,
        "form": GridForm(wishes.as_dict()),
        "query": request.GET.urlencode(),
    }
    return render(request, "understand/grid.html", context)


@needs(SIGNED_IN)
@require_safe
def grid_pdf(request: HttpRequest) -> HttpResponse:
    """All charts that are wished for, on paper."""
    metrics = _wanted(request, read_wishes(request.GET))
    many = shown_many(metrics)
    return _paper(portfolio_on_paper([many[one.pk] for one in metrics]), "metrics")


def _wanted(request: HttpRequest, wishes: Wanted) -> list[Metric]:
    metrics = wanted_metrics(wishes, signed_in(request))
    if not wishes.unusual:
        return metrics
    many = shown_many(metrics)
    return [one for one in metrics if _is_unusual(many[one.pk])]


def _is_unusual(one: Shown) -> bool:
    return one.picture.said.variation in UNUSUAL


def _paper(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
