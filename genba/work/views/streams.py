"""The value streams, their maps, and the page of a process."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.work.models import Process, ValueStream
from genba.work.parts import parts_of


@needs(SIGNED_IN)
def streams(request: HttpRequest) -> HttpResponse:
    """How value is made here: every value stream with its processes."""
    found = ValueStream.objects.visible_to(signed_in(request)).prefetch_related("processes")
    return render(request, "work/streams.html", {"streams": found})


@needs(SIGNED_IN)
def stream(request: HttpRequest, pk: int) -> HttpResponse:
    """One value stream."""
    found = get_object_or_404(ValueStream.objects.visible_to(signed_in(request)), pk=pk)
    processes = found.processes.filter(is_closed=False).select_related("owner", "team")
    return render(request, "work/stream.html", {"stream": found, "processes": processes})


@needs(SIGNED_IN)
def process(request: HttpRequest, pk: int) -> HttpResponse:
    """One process with its procedures and what else belongs to it."""
    person = signed_in(request)
    seen = Process.objects.visible_to(person).select_related("value_stream", "owner", "team")
    found = get_object_or_404(seen, pk=pk)
    context = {
        "process": found,
        "procedures": found.procedures.in_use().select_related("owner"),
        "parts": parts_of("process", person, found),
    }
    return render(request, "work/process.html", context)
