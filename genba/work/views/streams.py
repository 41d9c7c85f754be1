"""The value streams: their list, their pages, and the doors that change them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import LEAD, QUALITY, SIGNED_IN, needs, signed_in
from genba.people.models import Person
from genba.ui.toasts import toast
from genba.work.forms.stream import StreamForm
from genba.work.models import ValueStream
from genba.work.stream_map import see, see_all
from genba.work.streams import add_stream, change_stream, close_stream, reopen_stream, shift_stream

A_PAGE = 6  # maps are drawn on the server: a page must not cost more the more there are
STEPS = {"up": -1, "down": 1}


@needs(SIGNED_IN)
def streams(request: HttpRequest) -> HttpResponse:
    """How value is made here: every value stream, small."""
    person = signed_in(request)
    found = ValueStream.objects.visible_to(person).select_related("owner")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    answered_for = ValueStream.objects.answered_for_by(person)
    context = {
        "page": page,
        "seen": see_all(list(page), person),
        "changeable": set(answered_for.filter(is_closed=False).values_list("pk", flat=True)),
        "closed": answered_for.filter(is_closed=True),
        "may_add": person.is_lead or person.is_quality,
    }
    return render(request, "work/streams.html", context)


@needs(LEAD, QUALITY)
def new_stream(request: HttpRequest) -> HttpResponse:
    """Begin a value stream."""
    person = signed_in(request)
    form = StreamForm(request.POST or None, person=person, initial={"owner": person.pk})
    if request.method == "POST" and form.is_valid():
        made = add_stream(by=person, **form.cleaned_data)
        toast(request, _("The value stream is there. Now draw its map."))
        return redirect("work:map", made.pk)
    return render(request, "work/new_stream.html", {"form": form}, status=422 if form.errors else 200)


@needs(SIGNED_IN)
def stream(request: HttpRequest, pk: int) -> HttpResponse:
    """One value stream with its map."""
    person = signed_in(request)
    found = get_object_or_404(ValueStream.objects.known_to(person).select_related("owner"), pk=pk)
    form = StreamForm(person=person, stream=found) if request.GET.get("edit") == "details" else None
    return stream_page(request, found, person, form)


@needs(SIGNED_IN)
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is said about a value stream."""
    person = signed_in(request)
    changed = get_object_or_404(ValueStream.objects.changeable_by(person), pk=pk)
    form = StreamForm(request.POST, person=person, stream=changed)
    if not form.is_valid():
        return stream_page(request, changed, person, form)
    change_stream(changed, by=person, **form.cleaned_data)
    return redirect("work:stream", pk)


@needs(SIGNED_IN)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a value stream; a tap opens it again."""
    person = signed_in(request)
    closed = get_object_or_404(ValueStream.objects.changeable_by(person), pk=pk)
    close_stream(closed, by=person)
    toast(request, _("Closed."), undo=(reverse("work:reopen_stream", args=[pk]), {}))
    return redirect("work:streams")


@needs(SIGNED_IN)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed value stream again."""
    person = signed_in(request)
    reopen_stream(get_object_or_404(ValueStream.objects.answered_for_by(person), pk=pk), by=person)
    return redirect("work:stream", pk)


@needs(SIGNED_IN)
@require_POST
def shift(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a value stream another place in the list: one up or one down (`way`)."""
    person = signed_in(request)
    shifted = get_object_or_404(ValueStream.objects.changeable_by(person), pk=pk)
    if step := STEPS.get(request.POST.get("way", "")):
        shift_stream(shifted, by=person, step=step)
    return redirect(f"{reverse('work:streams')}#stream-{pk}")


def stream_page(
    request: HttpRequest, shown: ValueStream, person: Person, form: StreamForm | None
) -> HttpResponse:
    """The page of a value stream, with the form that somebody asked for."""
    may_change = ValueStream.objects.answered_for_by(person).filter(pk=shown.pk).exists()
    context: dict[str, Any] = {
        "stream": shown,
        "seen": see(shown, person),
        "may_change": may_change,
        "form": form if may_change else None,
    }
    return render(request, "work/stream.html", context, status=422 if form and form.errors else 200)
