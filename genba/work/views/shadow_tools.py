"""The register of shadow tools: what double handling costs, the list, the board by state, the spreadsheet."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from genba.people.access import EXECUTIVE, QUALITY, SIGNED_IN, may_open, needs, signed_in
from genba.sources.export import csv_rows
from genba.ui.toasts import toast
from genba.work.forms.shadow import HourCostForm
from genba.work.models import HourCost, ShadowTool
from genba.work.shadow.adding import say_what_an_hour_costs
from genba.work.shadow.listing import ALL, OPEN, Wish, heading, lines
from genba.work.shadow.summing import sums

A_PAGE = 50
MOST_ON_BOARD = 300


@needs(SIGNED_IN)
def shadow_tools(request: HttpRequest) -> HttpResponse:
    """What double handling costs, and every tool that runs the work beside the system."""
    person = signed_in(request)
    wish = Wish.of(request.GET)
    seen = wish.of_register(ShadowTool.objects.visible_to(person))
    page = Paginator(seen, MOST_ON_BOARD if wish.is_board else A_PAGE).get_page(request.GET.get("page"))
    context = {
        "sums": sums(),
        "wish": wish,
        "page": page,
        "columns": _columns(page.object_list) if wish.is_board else [],
        "tabs": _tabs(wish),
        "heads": _heads(wish),
        "may_say_cost": may_open(person, (QUALITY, EXECUTIVE)),
        "is_empty": not ShadowTool.objects.current().exists(),
    }
    return render(request, "work/shadow_tools.html", context)


@needs(SIGNED_IN)
def shadow_tools_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The list as a file; no cell of it is a formula."""
    tools = Wish.of(request.GET).of_register(ShadowTool.objects.visible_to(signed_in(request)))
    rows = csv_rows(heading(), lines(tools.select_related("procedure"), HourCost.current()))
    disposition = {"Content-Disposition": 'attachment; filename="shadow-tools.csv"'}
    return StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8", headers=disposition)


@needs(QUALITY, EXECUTIVE)
def hour_cost(request: HttpRequest) -> HttpResponse:
    """What an hour costs here, with where the figure comes from; every earlier one stays to be read."""
    current = HourCost.current()
    start = {"currency": current.currency} if current else {}
    form = HourCostForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        say_what_an_hour_costs(form.save(commit=False), by=signed_in(request))
        toast(request, _("Noted. The sum counts with it from now on."))
        return redirect("work:shadow_tools")
    context = {"form": form, "said": HourCost.objects.select_related("said_by")[:20]}
    return render(request, "work/hour_cost.html", context, status=422 if form.errors else 200)


def _columns(tools: Any) -> list[dict[str, Any]]:
    by_state: dict[str, list[ShadowTool]] = {state: [] for state in ShadowTool.State.values}
    for tool in tools:
        by_state[tool.state].append(tool)
    return [{"label": ShadowTool.State(state).label, "tools": found} for state, found in by_state.items()]


def _tabs(wish: Wish) -> list[dict[str, Any]]:
    tabs = [(OPEN, _("Open")), *ShadowTool.State.choices, (ALL, _("All"))]
    return [
        {"label": label, "query": wish.query(state=state, view=""), "is_current": wish.state == state}
        for state, label in tabs
    ]


def _heads(wish: Wish) -> list[dict[str, Any]]:
    words = {
        "sentence": _("Where people really look"),
        "kind": _("Kind"),
        "process": _("Process"),
        "people": _("People"),
        "minutes": _("Minutes a week"),
        "": _("Hours a month"),
        "state": _("State"),
    }
    signs = {"": "", "-": "descending", "+": "ascending"}
    return [
        {
            "label": label,
            "query": wish.query(sort=f"-{name}" if wish.sort == name else name) if name else "",
            "sorted": signs[
                "" if not name or wish.sort.removeprefix("-") != name else "-" if wish.sort[0] == "-" else "+"
            ],
        }
        for name, label in words.items()
    ]
