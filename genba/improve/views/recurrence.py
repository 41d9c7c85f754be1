"""What looks alike, what people say is the same, and the families that come of it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from genba.improve.models import Family, FamilyMember
from genba.improve.recurrence.alike import alike_to
from genba.improve.recurrence.joining import leave, not_the_same, same_trouble, together_with
from genba.improve.recurrence.rates import courses_of
from genba.improve.recurrence.things import KINDS, Thing, may_say, readable
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.ui.toasts import toast

A_PAGE = 10


@needs(SIGNED_IN)
@require_safe
def alike(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Up to ten that look like it, as far as one may read them."""
    person, thing = signed_in(request), _readable(request, kind, pk)
    together = together_with(thing)
    context: dict[str, Any] = {
        "kind": kind,
        "thing": thing,
        "family": together[0].family_id if together else None,
        "alike": alike_to(thing, person, together=together),
        "may_say": may_say(thing, person),
    }
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "improve/alike_list.html" if fragment else "improve/alike.html", context)


@needs(SIGNED_IN)
@require_POST
def same(request: HttpRequest, kind: str, pk: int, other_kind: str, other: int) -> HttpResponse:
    """Say that the two are the same trouble."""
    one, two = _two(request, (kind, pk), (other_kind, other))
    same_trouble(one, two, by=signed_in(request))
    toast(request, _("Remembered: they are the same trouble."))
    return redirect("improve:alike", kind, pk)


@needs(SIGNED_IN)
@require_POST
def different(request: HttpRequest, kind: str, pk: int, other_kind: str, other: int) -> HttpResponse:
    """Say that the two are not the same trouble."""
    one, two = _two(request, (kind, pk), (other_kind, other))
    not_the_same(one, two, by=signed_in(request))
    toast(request, _("Remembered: they are not the same. It is not suggested again."))
    return redirect("improve:alike", kind, pk)


@needs(SIGNED_IN)
@require_safe
def families(request: HttpRequest) -> HttpResponse:
    """The troubles of which people have said that they come back."""
    person = signed_in(request)
    seen = Family.objects.visible_to(person).order_by("-pk")
    page = Paginator(seen, A_PAGE).get_page(request.GET.get("page"))
    courses = courses_of(list(page.object_list), person)
    return render(request, "improve/families.html", {"page": page, "courses": courses})


@needs(SIGNED_IN)
@require_safe
def family(request: HttpRequest, pk: int) -> HttpResponse:
    """One family: its members by time, and how often it came before and after each action."""
    person = signed_in(request)
    found = get_object_or_404(Family.objects.visible_to(person), pk=pk)
    return render(request, "improve/family.html", {"course": courses_of([found], person)[0]})


@needs(SIGNED_IN)
@require_POST
def remove(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Say that a member is another trouble."""
    found = get_object_or_404(FamilyMember.objects.select_related("card", "report"), pk=member, family=pk)
    kind = "card" if found.card_id else "report"
    thing = _readable(request, kind, found.card_id or found.report_id or 0)
    if not may_say(thing, signed_in(request)):
        raise Http404
    leave(found, by=signed_in(request))
    toast(request, _("Taken out of the family."))
    gone = not Family.objects.visible_to(signed_in(request)).filter(pk=pk).exists()
    return redirect("improve:families") if gone else redirect("improve:family", pk)


def _readable(request: HttpRequest, kind: str, pk: int) -> Thing:
    if kind not in KINDS:
        raise Http404
    thing = readable(kind, signed_in(request)).filter(pk=pk).first()
    if thing is None:
        raise Http404
    return thing


def _two(request: HttpRequest, one: tuple[str, int], other: tuple[str, int]) -> tuple[Thing, Thing]:
    """Both, where the person may read both and may say something about the first."""
    first, second = _readable(request, *one), _readable(request, *other)
    if one == other or not may_say(first, signed_in(request)):
        raise Http404
    return first, second
