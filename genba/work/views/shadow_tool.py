"""One shadow tool: told, completed, looked at, ended, opened again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.models import Person
from genba.people.subjects import find
from genba.ui.toasts import toast
from genba.work.asking.of_work import tool_was_read
from genba.work.forms.shadow import EndForm, NewToolForm, OfficialForm, ToolForm
from genba.work.models import HourCost, ShadowTool
from genba.work.shadow import ending
from genba.work.shadow.adding import add_tool, complete
from genba.work.shadow.summing import sum_of

State = ShadowTool.State


@needs(SIGNED_IN)
def new_shadow_tool(request: HttpRequest) -> HttpResponse:
    """Where do you really look? One sentence."""
    person = signed_in(request)
    start = {name: request.GET.get(name) for name in ("process", "procedure")}
    form = NewToolForm(request.POST or None, person=person, initial=start)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        tool = add_tool(by=person, with_name=not said.pop("without_name"), **said)
        toast(request, _("Thank you. This helps us see what our system lacks."))
        return redirect("work:shadow_tool", tool.pk)
    return render(request, "work/new_shadow_tool.html", {"form": form}, status=422 if form.errors else 200)


@needs(SIGNED_IN)
def shadow_tool(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them with what it costs and what became of it."""
    person = signed_in(request)
    tool = _seen(person, pk)
    tool_was_read(tool, by=person)
    return _page(request, tool, person)


@needs(SIGNED_IN)
def change_shadow_tool(request: HttpRequest, pk: int) -> HttpResponse:
    """Anybody completes it."""
    person = signed_in(request)
    tool = _seen(person, pk)
    form = ToolForm(request.POST or None, tool=tool, person=person)
    if request.method == "POST" and form.is_valid():
        if complete(tool, by=person, **form.cleaned_data):
            toast(request, _("Thank you. It is noted."))
        return redirect("work:shadow_tool", tool.pk)
    context = {"form": form, "tool": tool}
    return render(request, "work/change_shadow_tool.html", context, status=422 if form.errors else 200)


@needs(SIGNED_IN)
@require_POST
def look_at_shadow_tool(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who may decide has looked at it."""
    person = signed_in(request)
    ending.look_at(_endable(person, pk), by=person)
    return redirect("work:shadow_tool", pk)


@needs(SIGNED_IN)
@require_POST
def make_official(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on it is the system."""
    person = signed_in(request)
    form = OfficialForm(request.POST, person=person, auto_id="official_%s")
    return _end(request, pk, State.OFFICIAL, form)


@needs(SIGNED_IN)
@require_POST
def absorb(request: HttpRequest, pk: int) -> HttpResponse:
    """The system does now what it did."""
    return _end(request, pk, State.ABSORBED, EndForm(request.POST, auto_id="absorbed_%s"))


@needs(SIGNED_IN)
@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """It stays beside the system, and we say why."""
    return _end(request, pk, State.KEPT, EndForm(request.POST, auto_id="kept_%s"))


@needs(SIGNED_IN)
@require_POST
def open_again(request: HttpRequest, pk: int) -> HttpResponse:
    """It was not the end after all."""
    person = signed_in(request)
    if ending.open_again(_endable(person, pk), by=person):
        toast(request, _("It is open again."))
    return redirect("work:shadow_tool", pk)


def _end(request: HttpRequest, pk: int, state: State, form: EndForm) -> HttpResponse:
    person = signed_in(request)
    tool = _endable(person, pk)
    if not form.is_valid():
        return _page(request, tool, person, status=422, **{state.value: form})
    record = form.record if isinstance(form, OfficialForm) else None
    if ending.end(tool, state=state, ending=form.cleaned_data["ending"], by=person, official_as=record):
        again = (reverse("work:open_shadow_tool_again", args=[pk]), dict[str, str]())
        toast(request, _("Noted. Whoever told us reads it here."), undo=again)
    return redirect("work:shadow_tool", pk)


def _page(
    request: HttpRequest, tool: ShadowTool, person: Person, *, status: int = 200, **given: EndForm
) -> HttpResponse:
    cost = HourCost.current()
    official = find(person, tool.official_kind, tool.official_key) if tool.official_key else None
    forms: dict[str, Any] = {
        "official": OfficialForm(person=person, auto_id="official_%s"),
        "absorbed": EndForm(auto_id="absorbed_%s"),
        "kept": EndForm(auto_id="kept_%s"),
    }
    context = {
        "tool": tool,
        "sum": sum_of([tool], cost),
        "cost": cost,
        "official": {
            "subject": official[0],
            "url": official[0].url(official[1]),
            "title": official[0].title(official[1]),
        }
        if official
        else None,
        "may_end": ShadowTool.objects.endable_by(person).filter(pk=tool.pk).exists(),
        "forms": forms | given,
        "wrong": next(iter(given), ""),
    }
    return render(request, "work/shadow_tool.html", context, status=status)


def _seen(person: Person, pk: int) -> ShadowTool:
    seen = ShadowTool.objects.visible_to(person).select_related(
        "process", "procedure", "added_by", "ended_by"
    )
    return get_object_or_404(seen, pk=pk)


def _endable(person: Person, pk: int) -> ShadowTool:
    return get_object_or_404(ShadowTool.objects.endable_by(person), pk=pk)
