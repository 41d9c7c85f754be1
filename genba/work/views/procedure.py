"""The page of a procedure, as it counts today or in any of its versions."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.work.asking.of_work import steps_were_read
from genba.work.look import Look, on_paper
from genba.work.models import Procedure, Version
from genba.work.parts import parts_of
from genba.work.using import count_use

IN_FORCE_FIRST = Case(When(state=Version.State.IN_FORCE, then=Value(0)), default=Value(1))


@needs(SIGNED_IN)
def procedure(request: HttpRequest, pk: int) -> HttpResponse:
    """The version in force; before there is one, the newest."""
    found = versions_seen(request).filter(procedure=pk).order_by(IN_FORCE_FIRST, "-number").first()
    if found is None:
        raise Http404
    count_use(found.procedure, "opened")
    return _page(request, found)


@needs(SIGNED_IN)
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version."""
    return _page(request, get_object_or_404(versions_seen(request), procedure=pk, number=number))


def versions_seen(request: HttpRequest) -> QuerySet[Version]:
    """The versions that may be read, with what every page about one shows."""
    person = signed_in(request)
    mine: dict[str, Any] = {
        "may_be_changed": Exists(Procedure.objects.changeable_by(person).filter(pk=OuterRef("procedure")))
    }
    seen = Version.objects.visible_to(person).annotate(**mine)
    named = ("process__value_stream", "process__owner", "process__team", "owner")
    return seen.select_related("made_by", *(f"procedure__{name}" for name in named))


def counting_number(procedure: Procedure) -> int:
    """The number of the version in force; before there is one, of the newest. Raises Http404 without any."""
    states = dict(procedure.versions.values_list("state", "number").order_by("number"))
    if not states:
        raise Http404
    return states.get(Version.State.IN_FORCE) or max(states.values())


def _page(request: HttpRequest, shown: Version) -> HttpResponse:
    person = signed_in(request)
    shown.procedure.was_asked_for(person, may_change=shown.may_be_changed)
    steps_were_read(shown, by=person)
    look = Look(shown, person)
    context = {
        "look": look,
        "version": shown,
        "procedure": shown.procedure,
        "may_change": look.may_change,
        "paper": on_paper(request.GET.get("paper", ""), look),
        "parts": parts_of("procedure", person, shown),
    }
    return render(request, "work/procedure.html", context)
