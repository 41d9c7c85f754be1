"""The page of a process, and the doors that change what is said about it."""

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.ui.toasts import toast
from genba.work.forms.stream import ProcessForm, RenameForm
from genba.work.models import Flow, Process
from genba.work.parts import parts_of
from genba.work.processes import change_process, close_process, reopen_process


@needs(SIGNED_IN)
def process(request: HttpRequest, pk: int) -> HttpResponse:
    """One process: what it is for, what goes in and comes out, its procedures, and all that hangs on it."""
    person = signed_in(request)
    changeable = Process.objects.answered_for_by(person).filter(pk=OuterRef("pk"))
    seen = Process.objects.known_to(person).annotate(may_change=Exists(changeable))
    found = get_object_or_404(seen.select_related("value_stream", "owner", "team"), pk=pk)
    may_change = bool(found.__dict__["may_change"])
    is_edited = may_change and request.GET.get("edit") == "details"
    form = ProcessForm(person=person, process=found) if is_edited else None
    return _page(request, found, form, may_change=may_change)


@needs(SIGNED_IN)
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is said about a process."""
    changed, person = _changeable(request, pk), signed_in(request)
    form = ProcessForm(request.POST, person=person, process=changed)
    if not form.is_valid():
        return _page(request, changed, form, may_change=True)
    change_process(changed, by=person, **form.cleaned_data)
    return redirect("work:process", pk)


@needs(SIGNED_IN)
@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a box another name, from the editor of the map."""
    renamed, person = _changeable(request, pk), signed_in(request)
    form = RenameForm(request.POST, process=renamed)
    editor = f"{reverse('work:map', args=[renamed.value_stream_id])}#boxes"
    if not form.is_valid():
        toast(request, form.errors["name"][0], tone="warn")
    elif change_process(renamed, by=person, **form.cleaned_data):
        back = (reverse("work:rename_process", args=[pk]), {"name": renamed.name})
        toast(request, _("Renamed."), undo=back)
    return redirect(editor)


@needs(SIGNED_IN)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a process; a tap opens it again."""
    closed, person = _changeable(request, pk), signed_in(request)
    close_process(closed, by=person)
    toast(request, _("Closed."), undo=(reverse("work:reopen_process", args=[pk]), {}))
    back = "work:map" if request.POST.get("back") == "map" else "work:stream"
    return redirect(back, closed.value_stream_id)


@needs(SIGNED_IN)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed process again."""
    person = signed_in(request)
    reopen_process(get_object_or_404(Process.objects.answered_for_by(person), pk=pk), by=person)
    return redirect("work:process", pk)


def _changeable(request: HttpRequest, pk: int) -> Process:
    found = Process.objects.changeable_by(signed_in(request))
    return get_object_or_404(found.select_related("value_stream", "owner", "team"), pk=pk)


def _page(
    request: HttpRequest, shown: Process, form: ProcessForm | None, *, may_change: bool
) -> HttpResponse:
    flows = [] if form else _flows(shown)  # the form stands in their place
    context = {
        "process": shown,
        "flows_in": [flow for flow in flows if flow.target_id == shown.pk],
        "flows_out": [flow for flow in flows if flow.source_id == shown.pk],
        "procedures": shown.procedures.in_use().select_related("owner"),
        "may_change": may_change,
        "form": form,
        "parts": parts_of("process", signed_in(request), shown),
    }
    return render(request, "work/process.html", context, status=422 if form and form.errors else 200)


def _flows(process: Process) -> list[Flow]:
    """The arrows in and out, to and from processes that are open."""
    comes = Q(target=process, source__is_closed=False, source__value_stream__is_closed=False)
    goes = Q(source=process, target__is_closed=False, target__value_stream__is_closed=False)
    ends = ("source__value_stream", "target__value_stream")
    return list(Flow.objects.filter(comes | goes).select_related(*ends))
