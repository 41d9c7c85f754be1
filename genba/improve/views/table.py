"""The cards of a board as a table, and as a file for a spreadsheet."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from genba.improve.ageing import age_of
from genba.improve.filters import Filters, read_filters
from genba.improve.listing import ALL, DONE, SORTS, UNDER_WAY, Order, heading, lines, listed, read_order
from genba.improve.look import Links, Look
from genba.improve.models import Board
from genba.improve.picture import CardOnBoard
from genba.improve.views.board import frame
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.models import Person
from genba.sources.export import csv_rows

ROWS_ON_A_PAGE = 40


@needs(SIGNED_IN)
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """The same cards as on the board, all of them, in any order."""
    person = signed_in(request)
    board, filters, order = asked_for(request, pk, person=person)
    cards = Paginator(listed(board, order, filters.wanted_by(person)), ROWS_ON_A_PAGE)
    page = cards.get_page(request.GET.get("page"))
    links = Links(filters, Look(), order.as_dict())
    context = frame(board, links, cards=page.object_list, person=person) | {
        "is_table": True,
        "order": order,
        "page": page,
        "rows": rows_of(board, page),
        "heads": heads(order, links),
        "states": states(order, links),
        "csv_query": links.whole,
        "ignored": [*filters.ignored, *order.ignored],
    }
    return render(request, "improve/table.html", context)


@needs(SIGNED_IN)
def table_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The whole table as a file; no cell of it is a formula."""
    person = signed_in(request)
    board, filters, order = asked_for(request, pk, person=person)
    cards = listed(board, order, filters.wanted_by(person))
    name = slugify(f"{board.team}-{board.name}") or "board"
    return StreamingHttpResponse(
        csv_rows(heading(), lines(cards)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def asked_for(request: HttpRequest, pk: int, *, person: Person) -> tuple[Board, Filters, Order]:
    """The board, the filters and the order of an address."""
    boards = Board.objects.visible_to(person).select_related("team__site", "flow")
    board = get_object_or_404(boards.prefetch_related("columns"), pk=pk)
    return board, read_filters(request.GET), read_order(request.GET, board)


def rows_of(board: Board, page: Any) -> list[CardOnBoard]:
    """The cards of a page with their ages."""
    measured = getattr(board, "flow", None)
    return [CardOnBoard(card, age_of(card, measured)) for card in page]


def heads(order: Order, links: Links) -> list[dict[str, str]]:
    """The heads of the table: a click sorts, a second click turns the order round."""
    words = {
        "number": _("Number"),
        "title": _("Title"),
        "kind": _("Kind"),
        "severity": _("How bad"),
        "column": _("Column"),
        "owner": _("Owner"),
        "due": _("Due"),
        "age": _("In column"),
        "created": _("Created"),
        "done": _("Done"),
    }
    return [_head(name, words[name], order, links) for name in words if name in SORTS]


def states(order: Order, links: Links) -> list[dict[str, Any]]:
    """Which cards the table may list: those under way, those done, all."""
    words = {UNDER_WAY: _("Under way"), DONE: _("Done"), ALL: _("All")}
    return [
        {"words": words[state], "query": links.with_state(state), "is_current": state == order.state}
        for state in words
    ]


def _head(name: str, words: str, order: Order, links: Links) -> dict[str, str]:
    turned = f"-{name}" if order.sort == name else name
    sorted_by = {name: "ascending", f"-{name}": "descending"}.get(order.sort, "")
    return {"words": words, "query": links.sorted_by(turned), "sorted": sorted_by}
