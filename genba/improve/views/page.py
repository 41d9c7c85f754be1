"""The page of a card, put together for one person: fresh, or with a form as it was typed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from genba.improve.asking import card_was_read
from genba.improve.cause_map import cause_map
from genba.improve.forms.card import CommentForm, DetailsForm, FileForm, ItemForm, WordsForm
from genba.improve.forms.fields import LookAhead
from genba.improve.forms.loop import CauseForm, ExperimentForm, ShownForm, StandardForm, WhysForm
from genba.improve.linking import ties_of
from genba.improve.models import Card
from genba.improve.standardising import place_changed
from genba.improve.views.ways import go
from genba.improve.whole import Whole, read_whole
from genba.people.access import signed_in
from genba.people.models import Person
from genba.trail.models import File

Forms = dict[str, forms.BaseForm]


def changeable(request: HttpRequest, pk: int) -> Card:
    """The card, for somebody who may change it. Raises Http404 for everybody else."""
    cards = Card.objects.changeable_by(signed_in(request)).select_related("board__team", "column")
    return get_object_or_404(cards, pk=pk)


def carry_out(
    request: HttpRequest,
    card: Card,
    anchor: str,
    form: forms.BaseForm,
    act: Callable[[], object],
    **typed: Any,
) -> HttpResponse:
    """Do it when the form is right; otherwise show the page with everything that was typed."""
    if not form.is_valid():
        return card_page(request, card.pk, status=422, at=anchor, **{anchor: form, **typed})
    act()
    return go(request, f"{reverse('improve:card', args=[card.pk])}#{anchor}")


def card_page(
    request: HttpRequest, pk: int, *, status: int = 200, at: str = "", **typed: Any
) -> HttpResponse:
    """One card with all that belongs to it. `typed` holds forms that are not right yet, by their section."""
    person = signed_in(request)
    whole = read_whole(person, pk)
    if whole is None:
        raise Http404
    card_was_read(whole.card, by=person)
    may_change = person.works_in(whole.card.board.team)
    asked = at or request.GET.get("edit", "")
    context = {
        "whole": whole,
        "card": whole.card,
        "may_change": may_change,
        "columns": _columns(whole),
        "files": File.objects.of(whole.card).filter(withdrawn_at=None),
        "ties": ties_of(whole.card, person),
        "map": cause_map(whole.card.title, whole.causes),
        "at": asked,
        "asks_why": may_change and (asked == "whys" or whole.still_asks_why),
        "today": timezone.localdate(),
    }
    if may_change:
        context |= {"forms": _fresh(whole) | _asked_for(asked, whole, person) | typed}
    return render(request, "improve/card.html", context, status=status)


def _columns(whole: Whole) -> list[dict[str, Any]]:
    stood = dict(whole.time_by_column())
    return [
        {"column": column, "stood": stood.get(column.pk), "is_here": column.pk == whole.card.column_id}
        for column in whole.card.board.columns.all()
    ]


def _fresh(whole: Whole) -> Forms:
    """The forms that always stand on the page."""
    in_two_weeks = timezone.localdate() + timedelta(14)
    return {
        "whys": WhysForm(whys=whole.whys, auto_id="whys_%s"),
        "causes": CauseForm(auto_id="causes_%s"),
        "experiments": ExperimentForm(initial={"until": in_two_weeks}, auto_id="experiments_%s"),
        "shown": ShownForm(auto_id="shown_%s"),
        "checklist": ItemForm(auto_id="checklist_%s"),
        "files": FileForm(auto_id="files_%s"),
        "comments": CommentForm(auto_id="comments_%s"),
    }


def _asked_for(edit: str, whole: Whole, person: Person) -> Forms:
    """The form that stands on the page because somebody asked to change something."""
    card, check = whole.card, whole.check
    if edit == "words":
        return {"words": WordsForm(initial={"title": card.title, "text": card.text}, auto_id="words_%s")}
    if edit == "details":
        return {"details": DetailsForm(card=card, person=person, auto_id="details_%s")}
    if edit == "checks":
        waits = check is not None and check.result in {check.Result.PLANNED, check.Result.DUE}
        start = {"what": check.what, "due_on": check.due_on, "away": "date"} if check and waits else None
        return {"checks": LookAhead(initial=start, auto_id="checks_%s")}
    if edit == "standard":
        start = {"standard_changed": card.standard_changed, "place": place_changed(card)}
        return {"standard": StandardForm(initial=start, auto_id="standard_%s")}
    return {}
