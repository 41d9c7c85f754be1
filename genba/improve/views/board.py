"""The page of a board."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.improve.filters import Filters, read_filters
from genba.improve.flow_panel import flow_panel
from genba.improve.forms.board import FilterForm
from genba.improve.look import Links, read_look
from genba.improve.models import Board, Card
from genba.improve.picture import CardOnBoard, Picture, picture_of
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.models import Person
from genba.work.models import Process


@needs(SIGNED_IN)
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """A team's board, as the address asks for it."""
    person = signed_in(request)
    seen = get_object_or_404(Board.objects.visible_to(person).select_related("team__site", "flow"), pk=pk)
    filters, look = read_filters(request.GET), read_look(request.GET)
    picture = picture_of(seen, filters, person=person)
    links = Links(filters, look, {})
    page = {
        "look": look,
        "picture": picture,
        "flow": None if picture.is_empty else flow_panel(picture.measured),
        "here": f"{reverse('improve:board', args=[pk])}?{links.board}",
        **frame(seen, links, cards=picture.cards, person=person),
        **to_move(picture, request.GET.get("move", "")),
    }
    return render(request, "improve/board.html", page)


def frame(board: Board, links: Links, *, cards: Iterable[Card], person: Person) -> dict[str, Any]:
    """What the board and its table have in common."""
    owners = owners_on(board, cards, links.filters)
    return {
        "board": board,
        "now": timezone.now(),
        "links": links,
        "filters": links.filters,
        "ignored": links.filters.ignored,
        "filter_form": FilterForm(
            initial=links.filters.as_dict(),
            owners=list(owners),
            processes=list(processes_on(board, links.filters)),
            auto_id="filter-%s",
        ),
        "may_move": person.works_in(board.team),
        "may_lead": person.answers_for(board.team),
    }


def owners_on(board: Board, cards: Iterable[Card], filters: Filters) -> QuerySet[Person]:
    """Who may be asked for: the team, whoever owns a card that is shown, and who was asked for."""
    owners = {card.owner_id for card in cards if card.owner_id}
    asked = {int(filters.owner)} if filters.owner.isdigit() else set()
    here = Q(pk__in=owners | asked) | Q(pk__in=board.team.memberships.values("person"))
    return Person.objects.filter(here, is_active=True).only("name")


def processes_on(board: Board, filters: Filters) -> QuerySet[Process]:
    """Which processes the cards under way here are about, and the one that was asked for."""
    cards = Card.objects.current().under_way().filter(board=board, process=OuterRef("pk"))
    asked = Q(pk=int(filters.process)) if filters.process else Q(pk__in=[])
    return Process.objects.filter(Exists(cards) | asked).only("name")


def to_move(picture: Picture, asked: str) -> dict[str, Any]:
    """Without JavaScript the menu of a card is a part of the page: `?move=` names the card."""
    moved = picture.find(int(asked)) if asked.isascii() and asked.isdigit() else None
    if moved is None:
        return {}
    here = next(column.cards for column in picture.columns if moved in column.cards)
    return {"moved": moved, "steps": _steps(here, here.index(moved))}


def _steps(cards: list[CardOnBoard], place: int) -> list[dict[str, Any]]:
    steps = []
    if place > 0:
        before = cards[place - 1].card.pk
        steps.append({"before": before, "icon": "arrow-up", "words": _("Higher up")})
    if place < len(cards) - 1:
        after = cards[place + 2].card.pk if place + 2 < len(cards) else ""
        steps.append({"before": after, "icon": "arrow-down", "words": _("Further down")})
    return steps
