"""The page of a card, the page that opens one, and the doors that change what it says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.improve.cards import change
from genba.improve.forms.card import DetailsForm, NewCardForm, WordsForm, boards_of
from genba.improve.models import Board, Card
from genba.improve.moving import move_to_board
from genba.improve.signs import open_card_for
from genba.improve.views.page import card_page, carry_out, changeable
from genba.improve.views.ways import go
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.ui.toasts import toast
from genba.understand.models import Sign


@needs(SIGNED_IN)
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece of improvement work with all that belongs to it."""
    return card_page(request, pk)


@needs(SIGNED_IN)
def new_card(request: HttpRequest) -> HttpResponse:
    """Open a card by hand, from another one (`?from=`), about a process, with words (`?title=`, `?text=`), as
    the answer to a warning sign (`?sign=`).
    """
    person = signed_in(request)
    source = _source(request)
    form = NewCardForm(request.POST or None, person=person, initial=_start(request, source))
    if request.method == "POST" and form.is_valid():
        opened = open_card_for(_sign(request), by=person, made_from=source, **form.cleaned_data)
        toast(request, _("The card is on the board."))
        return redirect("improve:card", opened.pk)
    context = {"form": form, "source": source, "has_boards": Board.objects.changeable_by(person).exists()}
    return render(request, "improve/new_card.html", context, status=422 if form.errors else 200)


@needs(SIGNED_IN)
@require_POST
def reword(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the title and the description."""
    changed = changeable(request, pk)
    form = WordsForm(request.POST, auto_id="words_%s")
    return carry_out(
        request, changed, "words", form, lambda: change(changed, by=signed_in(request), **form.cleaned_data)
    )


@needs(SIGNED_IN)
@require_POST
def redetail(request: HttpRequest, pk: int) -> HttpResponse:
    """Change owner, due date, kind, severity or board."""
    changed, person = changeable(request, pk), signed_in(request)
    form = DetailsForm(request.POST, card=changed, person=person, auto_id="details_%s")

    def act() -> None:
        board = form.cleaned_data.pop("board")
        change(changed, by=person, **form.cleaned_data)
        move_to_board(changed, board=board, by=person)

    return carry_out(request, changed, "details", form, act)


@needs(SIGNED_IN)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a card on oneself."""
    taken, person = changeable(request, pk), signed_in(request)
    change(taken, by=person, owner=person)
    toast(request, _("It is yours now. Thank you."))
    return go(request, f"{reverse('improve:card', args=[pk])}#details")


def _start(request: HttpRequest, source: Card | None) -> dict[str, object]:
    """What the form offers: the board and the process of where somebody comes from."""
    start: dict[str, object] = {"kind": Card.Kind.CORRECTIVE_ACTION, "board": request.GET.get("board")}
    start |= {"title": request.GET.get("title", "")[:300], "text": request.GET.get("text", "")[:5000]}
    if source is not None:
        return start | {"board": source.board_id, "process": source.process_id}
    asked = request.GET.get("process", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return start
    boards = boards_of(signed_in(request)).filter(team__processes=int(asked))
    return start | {"process": asked, "board": start["board"] or boards.values_list("pk", flat=True).first()}


def _source(request: HttpRequest) -> Card | None:
    asked = request.GET.get("from", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    return Card.objects.visible_to(signed_in(request)).filter(pk=asked).first()


def _sign(request: HttpRequest) -> Sign | None:
    asked = request.GET.get("sign", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    return Sign.objects.answerable_by(signed_in(request)).filter(pk=asked).first()
