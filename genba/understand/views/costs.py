"""The cost of poor quality: the tree, and the lines that people say."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from genba.people.access import LEAD, QUALITY, SIGNED_IN, needs, signed_in
from genba.people.views.sent import sent, status_for
from genba.ui.toasts import toast
from genba.understand.costs.adding_up import cost_of_quality
from genba.understand.costs.keeping import bring_line_back, end_line, keep_line
from genba.understand.forms.cost_line import CostLineForm
from genba.understand.models import CostLine


@needs(SIGNED_IN)
@require_safe
def costs(request: HttpRequest) -> HttpResponse:
    """What poor quality costs in a month."""
    person = signed_in(request)
    context = {
        "costs": cost_of_quality(person),
        "may_add": person.is_quality or person.is_lead,
        "may_say_hour": person.is_quality or person.is_executive,
    }
    return render(request, "understand/costs/tree.html", context)


@needs(LEAD, QUALITY)
def new_cost(request: HttpRequest) -> HttpResponse:
    """Say a cost."""
    asked = request.GET.get("category", "")
    category = asked if asked in CostLine.Category.values else CostLine.Category.INTERNAL
    return _keep(request, CostLine(category=category, said_by=signed_in(request)))


@needs(LEAD, QUALITY)
def edit_cost(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a cost that one said."""
    mine = CostLine.objects.current().changeable_by(signed_in(request))
    return _keep(request, get_object_or_404(mine, pk=pk))


@needs(LEAD, QUALITY)
@require_POST
def end_cost(request: HttpRequest, pk: int) -> HttpResponse:
    """It counts no more."""
    line = get_object_or_404(CostLine.objects.changeable_by(signed_in(request)), pk=pk)
    if end_line(line, by=signed_in(request)):
        toast(request, _("It counts no more."), undo=(reverse("understand:bring_cost_back", args=[pk]), {}))
    return redirect("understand:costs")


@needs(LEAD, QUALITY)
@require_POST
def bring_cost_back(request: HttpRequest, pk: int) -> HttpResponse:
    """It counts again."""
    line = get_object_or_404(CostLine.objects.changeable_by(signed_in(request)), pk=pk)
    if bring_line_back(line, by=signed_in(request)):
        toast(request, _("It counts again."))
    return redirect("understand:costs")


def _keep(request: HttpRequest, line: CostLine) -> HttpResponse:
    form = CostLineForm(sent(request), instance=line)
    if form.is_bound and form.is_valid():
        keep_line(line, by=signed_in(request))
        toast(request, _("The cost is kept."))
        return redirect("understand:costs")
    context = {"form": form, "line": line}
    return render(request, "understand/costs/edit.html", context, status=status_for(request))
