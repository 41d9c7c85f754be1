"""The door through which cards move."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from genba.improve.models import Card, Column
from genba.improve.moving import MoreNeeded, Moved, move, sentence_of
from genba.improve.views.ways import go, way_back
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.ui.toasts import toast


@needs(SIGNED_IN)
@require_POST
def move_card(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a card to `column`, before the card `before` or to the end, and go back to `next`."""
    person = signed_in(request)
    card = get_object_or_404(Card.objects.changeable_by(person), pk=pk)
    column = get_object_or_404(Column, board=card.board_id, pk=_number(request, "column"))
    before = Card.objects.current().filter(column=column, pk=_number(request, "before")).first()
    try:
        moved = move(card, column=column, by=person, before=before)
    except MoreNeeded as more:
        return go(request, reverse(more.door, args=[card.pk]))
    say_moved(request, moved)
    return go(request, way_back(request, reverse("improve:card", args=[card.pk])))


def say_moved(request: HttpRequest, moved: Moved) -> None:
    """The toast of a move, with a way back to where the card stood, and the warnings."""
    back = {"column": moved.left.pk, "before": moved.stood_before or "", "next": way_back(request, "")}
    fields = {name: str(value) for name, value in back.items()}
    if moved.left.pk != moved.entered.pk:
        undo = (reverse("improve:move", args=[moved.card.pk]), fields)
        toast(request, sentence_of(moved), undo=undo)
    for warning in moved.warnings:
        toast(request, warning, tone="warn")


def _number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
