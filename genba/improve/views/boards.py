"""All boards, and the page that adds one."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from genba.improve.boards import make_board
from genba.improve.forms.board import NewBoardForm
from genba.improve.models import Board
from genba.improve.overview import glance_at
from genba.people.access import LEAD, QUALITY, SIGNED_IN, needs, signed_in
from genba.people.models import Person, Team
from genba.ui.toasts import toast

BOARDS_ON_A_PAGE = 48


@needs(SIGNED_IN)
def boards(request: HttpRequest) -> HttpResponse:
    """All boards by site and team; one's own stand first."""
    person = signed_in(request)
    seen = Board.objects.visible_to(person).select_related("team__site", "flow").prefetch_related("columns")
    own = seen.filter(team__in=person.teams).order_by("team__name", "name")[:BOARDS_ON_A_PAGE]
    page = page_of(seen.exclude(team__in=person.teams), request.GET.get("page", ""))
    glances = glance_at([*own, *page.object_list])
    context = {
        "own": [glance for glance in glances if glance.board in own],
        "others": [glance for glance in glances if glance.board not in own],
        "page": page,
        "may_add": person.is_lead or person.is_quality,
    }
    return render(request, "improve/boards.html", context)


def page_of(boards: QuerySet[Board], asked: str) -> Page[Board]:
    """One page of boards, by site and team; a page that does not exist is the nearest that does."""
    return Paginator(boards.order_by("team__site__name", "team__name", "name"), BOARDS_ON_A_PAGE).get_page(
        asked
    )


@needs(LEAD, QUALITY)
def new_board(request: HttpRequest) -> HttpResponse:
    """Give a team a further board."""
    person = signed_in(request)
    form = NewBoardForm(request.POST or None, teams=teams_answered_for(person))
    if request.method == "POST" and form.is_valid():
        made = make_board(by=person, **form.cleaned_data)
        toast(request, _("The board is ready."))
        return redirect("improve:board", made.pk)
    return render(request, "improve/boards_new.html", {"form": form})


def teams_answered_for(person: Person) -> QuerySet[Team]:
    """The teams in whose name this person may make a board."""
    return Team.objects.all() if person.is_quality else Team.objects.below(person.teams_led)
