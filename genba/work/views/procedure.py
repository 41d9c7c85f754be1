"""The page of a procedure, as it counts today or in any of its versions."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.work.asking.of_work import steps_were_read
from genba.work.look import Look, on_paper
from genba.work.models import Procedure, Version
from genba.work.parts import parts_of
from genba.work.using import count_use


@needs(SIGNED_IN)
def procedure(request: HttpRequest, pk: int) -> HttpResponse:
    """The version in force; before there is one, the newest."""
    found = get_object_or_404(Procedure.objects.visible_to(signed_in(request)), pk=pk)
    number = counting_number(found)
    count_use(found, "opened")
    return _page(request, get_object_or_404(versions_seen(request), procedure=pk, number=number))


@needs(SIGNED_IN)
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version."""
    return _page(request, get_object_or_404(versions_seen(request), procedure=pk, number=number))


def versions_seen(request: HttpRequest) -> QuerySet[Version]:
    """The versions that may be read, with what every page about one shows."""
    seen = Version.objects.visible_to(signed_in(request))
    return seen.select_related("procedure__process__value_stream", "procedure__owner", "made_by")


def counting_number(procedure: Procedure) -> int:
    """The number of the version in force; before there is one, of the newest. Raises Http404 without any."""
    states = dict(procedure.versions.values_list("state", "number").order_by("number"))
    if not states:
        raise Http404
    return states.get(Version.State.IN_FORCE) or max(states.values())


def _page(request: HttpRequest, shown: Version) -> HttpResponse:
    person = signed_in(request)
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
