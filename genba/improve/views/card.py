"""The page of a card, and the page that opens one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from genba.improve.cards import open_card
from genba.improve.forms.card import NewCardForm
from genba.improve.models import Card
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.trail.keys import random_key
from genba.ui.toasts import toast


@needs(SIGNED_IN)
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece of improvement work with all that belongs to it."""
    person = signed_in(request)
    seen = get_object_or_404(Card.objects.visible_to(person).select_related("board__team", "column"), pk=pk)
    return render(request, "improve/card.html", {"card": seen})


@needs(SIGNED_IN)
def new_card(request: HttpRequest) -> HttpResponse:
    """Open a card by hand."""
    person = signed_in(request)
    start = {"client_key": random_key(), "board": request.GET.get("board"), "kind": "corrective_action"}
    form = NewCardForm(request.POST or None, person=person, initial=start)
    if request.method == "POST" and form.is_valid():
        opened = open_card(by=person, **form.cleaned_data)
        toast(request, _("The card is on the board."))
        return redirect("improve:card", opened.pk)
    return render(request, "improve/new_card.html", {"form": form})
