"""The doors of Check: plan a look, make a card Done, say whether it helped."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.improve.checking import Ending, finish, look, open_check, plan_check
from genba.improve.forms.fields import LookAhead
from genba.improve.forms.loop import FinishForm, LookForm
from genba.improve.models import Card, EffectivenessCheck
from genba.improve.views.page import carry_out, changeable
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.ui.toasts import toast
from genba.work.forms.review import AskReviewForm
from genba.work.reviewing import is_reviewed, reviews_of


@needs(SIGNED_IN)
@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the look at whether it helped."""
    card = changeable(request, pk)
    form = LookAhead(request.POST, auto_id="checks_%s")
    return carry_out(
        request, card, "checks", form, lambda: plan_check(card, by=signed_in(request), **form.cleaned_data)
    )


@needs(SIGNED_IN)
def finish_card(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a card Done: when do we look, and what do we tell those who reported it?"""
    card = changeable(request, pk)
    if card.effectiveness_checks.filter(result=EffectivenessCheck.Result.DUE).exists():
        return redirect("improve:look", pk)
    if card.board.review_since is not None and not is_reviewed(card):
        return redirect("improve:peer_look", pk)
    has_reports = card.report_ties.exists()
    form = FinishForm(request.POST or None, has_reports=has_reports, initial=_start(card))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        ending = Ending(given.get("words", ""), given.get("on_wall", False), given.get("said", ""))
        finish(card, what=given["what"], due_on=given["due_on"], ending=ending, by=signed_in(request))
        toast(request, _("Done. We look again on the day you chose."))
        return redirect("improve:card", pk)
    context = {"card": card, "form": form, "has_reports": has_reports}
    return render(request, "improve/finish.html", context, status=422 if form.errors else 200)


@needs(SIGNED_IN)
def look_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Did it help?"""
    card = changeable(request, pk)
    check = open_check(card)
    if check is None:
        return redirect("improve:card", pk)
    form = LookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        helped = form.cleaned_data["helped"] == "yes"
        look(check, helped=helped, seen=form.cleaned_data["seen"], by=signed_in(request))
        toast(
            request,
            _("It helped. Well done, all of you.") if helped else _("Then we go on looking for the cause."),
        )
        return redirect("improve:card", pk)
    context = {"card": card, "check": check, "form": form}
    return render(request, "improve/look.html", context, status=422 if form.errors else 200)


@needs(SIGNED_IN)
def peer_look(request: HttpRequest, pk: int) -> HttpResponse:
    """On this board a colleague looks before a card is done: who has, and whom to ask."""
    card, person = changeable(request, pk), signed_in(request)
    reviews = reviews_of(card)
    context = {
        "card": card,
        "reviews": reviews,
        "is_reviewed": is_reviewed(card),
        "form": AskReviewForm(record=card, person=person),
    }
    return render(request, "improve/peer_look.html", context)


def _start(card: Card) -> dict[str, object]:
    ties = card.report_ties.select_related("report")
    # The wall never shows words as somebody wrote them.
    is_theirs = card.title in {tie.report.title for tie in ties}
    start: dict[str, object] = {"said": "" if is_theirs else card.title}
    planned = card.effectiveness_checks.filter(result=EffectivenessCheck.Result.PLANNED).last()
    return start | {"what": planned.what, "due_on": planned.due_on, "away": "date"} if planned else start
