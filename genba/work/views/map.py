"""The editor of a map, and the doors that draw on it: plain forms, to which the script adds hand and keys."""

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.ui.toasts import toast
from genba.work.arranging import WAYS, Places, draw_arrow, lay_out_anew, put_boxes, remove_arrow, shift_box
from genba.work.forms.stream import ArrowForm, NewProcessForm, PlacesForm
from genba.work.models import Flow, Process, ValueStream
from genba.work.processes import add_process
from genba.work.stream_map import see


@needs(SIGNED_IN)
def editor(request: HttpRequest, pk: int) -> HttpResponse:
    """The map with everything that changes it."""
    return _editor(request, _changeable(request, pk))


@needs(SIGNED_IN)
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a process to the map."""
    stream, person = _changeable(request, pk), signed_in(request)
    form = NewProcessForm(request.POST, stream=stream)
    if not form.is_valid():
        return _editor(request, stream, new_process=form)
    made = add_process(stream, by=person, **form.cleaned_data)
    toast(request, _("Added."), undo=(reverse("work:close_process", args=[made.pk]), {"back": "map"}))
    return _back(stream, "add")


@needs(SIGNED_IN)
@require_POST
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw an arrow, or give one that is there other words."""
    stream, person = _changeable(request, pk), signed_in(request)
    form = ArrowForm(request.POST, person=person, stream=stream)
    if not form.is_valid():
        return _editor(request, stream, arrow=form)
    ends = {"source": form.cleaned_data["source"], "target": form.cleaned_data["target"]}
    before = Flow.objects.filter(**ends).first()
    drawn = draw_arrow(by=person, **form.cleaned_data)
    toast(request, _("Drawn."), undo=_way_back(stream, drawn, before))
    return _back(stream, "arrows")


@needs(SIGNED_IN)
@require_POST
def remove(request: HttpRequest, pk: int, arrow: int) -> HttpResponse:
    """Take an arrow away; a tap draws it again."""
    stream, person = _changeable(request, pk), signed_in(request)
    inside = Flow.objects.filter(source__value_stream=stream) | Flow.objects.filter(
        target__value_stream=stream
    )
    flow = get_object_or_404(inside.select_related("source"), pk=arrow)
    remove_arrow(flow, by=person)
    toast(request, _("Taken away."), undo=_way_back(stream, flow, flow))
    return _back(stream, "arrows")


@needs(SIGNED_IN)
@require_POST
def put(request: HttpRequest, pk: int) -> HttpResponse:
    """Put boxes where a hand, the keys or the layout put them."""
    stream, person = _changeable(request, pk), signed_in(request)
    form = PlacesForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors["places"][0], status=422, content_type="text/plain; charset=utf-8")
    try:
        before = put_boxes(stream, form.cleaned_data["places"], by=person)
    except forms.ValidationError as refused:
        return HttpResponse(refused.messages[0], status=422, content_type="text/plain; charset=utf-8")
    _say_moved(request, stream, before)
    return _back(stream, "map")


@needs(SIGNED_IN)
@require_POST
def shift(request: HttpRequest, pk: int, process: int) -> HttpResponse:
    """Put one box a step up, down, left or right (`way`): dragging without a script."""
    stream, person = _changeable(request, pk), signed_in(request)
    box = get_object_or_404(Process, pk=process, value_stream=stream, is_closed=False)
    way = request.POST.get("way", "")
    if way in WAYS:
        _say_moved(request, stream, shift_box(box, way, by=person))
    return _back(stream, f"box-{process}")


@needs(SIGNED_IN)
@require_POST
def lay_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the map lay itself out again."""
    stream, person = _changeable(request, pk), signed_in(request)
    _say_moved(request, stream, lay_out_anew(stream, by=person))
    return _back(stream, "map")


def _changeable(request: HttpRequest, pk: int) -> ValueStream:
    return get_object_or_404(ValueStream.objects.changeable_by(signed_in(request)), pk=pk)


def _way_back(stream: ValueStream, flow: Flow, before: Flow | None) -> tuple[str, dict[str, str]]:
    """To the arrow as it was; to no arrow where there was none."""
    if before is None:
        return reverse("work:remove_arrow", args=[stream.pk, flow.pk]), {}
    ends = {"source": str(before.source_id), "target": str(before.target_id), "label": before.label}
    return reverse("work:draw_arrow", args=[stream.pk]), ends


def _back(stream: ValueStream, place: str) -> HttpResponse:
    return redirect(f"{reverse('work:map', args=[stream.pk])}#{place}")


def _say_moved(request: HttpRequest, stream: ValueStream, before: Places) -> None:
    """The way back is to put every box where it stood."""
    places = json.dumps({str(pk): list(place) for pk, place in before.items()})
    toast(request, _("Moved."), undo=(reverse("work:put_boxes", args=[stream.pk]), {"places": places}))


def _ways() -> list[tuple[str, str, str]]:
    """The steps of a box: the word that is sent, its drawing, and what it is called."""
    return [
        ("up", "arrow-up", _("Further up")),
        ("down", "arrow-down", _("Further down")),
        ("left", "arrow-left", _("Further to the start of the line")),
        ("right", "arrow-right", _("Further to the end of the line")),
    ]


def _editor(request: HttpRequest, stream: ValueStream, **typed: forms.BaseForm) -> HttpResponse:
    """The editor, fresh or with a form as it was typed."""
    person = signed_in(request)
    answered_for = Process.objects.answered_for_by(person).filter(value_stream=stream)
    context: dict[str, Any] = {
        "stream": stream,
        "seen": see(stream, person),
        "changeable": set(answered_for.filter(is_closed=False).values_list("pk", flat=True)),
        "closed": answered_for.filter(is_closed=True),
        "ways": _ways(),
        "new_process": NewProcessForm(stream=stream, auto_id="new_%s"),
        "arrow": ArrowForm(person=person, stream=stream, auto_id="arrow_%s"),
        **typed,
    }
    return render(request, "work/map.html", context, status=422 if typed else 200)
