"""The doors of the editor: the page, which works as a plain form too, and what its script asks for."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.analysis.procedure_words import what_it_allows
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.once import write_once, writes_itself
from genba.trail.files import FileRefused, check_picture, keep_file
from genba.ui.times import words_for
from genba.ui.toasts import toast
from genba.work.look import Look, shown
from genba.work.models import Version
from genba.work.outline import numbers_of
from genba.work.typed import Outcome, Typed, keep_typed, typed_as_json, typed_in
from genba.work.views.procedure import versions_seen

OK, BAD_REQUEST, CONFLICT, UNREADABLE = 200, 400, 409, 422


@needs(SIGNED_IN)
@writes_itself("pictures are painted first; what is kept is written once")
def edit(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """Write on a draft or a pilot. Without a script every button changes one thing and keeps the draft."""
    version = writable(request, pk, number)
    if request.method != "POST":
        return _form(request, version, Typed.of(version), Outcome())
    refused = _refused_pictures(request)
    return write_once(request, lambda: _written(request, version, refused))


def _written(request: HttpRequest, version: Version, refused: dict[str, str]) -> HttpResponse:
    typed = typed_in(request.POST, {} if refused else _pictures(request, version))
    outcome = keep_typed(version, typed, by=signed_in(request))
    outcome.wrong |= refused
    if outcome.kept and "save" in request.POST and not refused:
        toast(request, _("Saved."))
        return redirect("work:edit", version.procedure_id, version.number)
    return _form(request, version, typed, outcome)


@needs(SIGNED_IN)
@require_POST
def draft(request: HttpRequest, pk: int, number: int) -> JsonResponse:
    """Keep what the script of the editor sends, and tell it what became of it."""
    version = writable(request, pk, number)
    try:
        typed = typed_as_json(request.body)
    except (ValueError, RecursionError, RawPostDataException):  # the last: it came as a form
        return JsonResponse({"sentence": _("This could not be read.")}, status=BAD_REQUEST)
    outcome = keep_typed(version, typed, by=signed_in(request))
    if outcome.kept:
        return JsonResponse(_kept(outcome.kept))
    if outcome.overtaken:
        return JsonResponse(_theirs(outcome.overtaken.version, outcome.overtaken.writer), status=CONFLICT)
    return JsonResponse(_unreadable(outcome), status=UNREADABLE)


@needs(SIGNED_IN)
@writes_itself("the picture is painted first; that it is kept is written once")
@require_POST
def pictures(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """Keep a picture for a step; the step names it when the draft is kept."""
    version, upload = writable(request, pk, number), request.FILES.get("picture")
    try:
        if upload is None:
            raise FileRefused(_("Please choose a picture."))
        check_picture(upload)
        return write_once(request, lambda: _picture(request, version))
    except FileRefused as refused:
        return JsonResponse({"sentence": str(refused)}, status=UNREADABLE)


def writable(request: HttpRequest, pk: int, number: int) -> Version:
    """The draft or pilot of the address, for whoever may write on it. Raises Http404."""
    mine = Version.objects.changeable_by(signed_in(request)).values("pk")
    return get_object_or_404(versions_seen(request).filter(pk__in=mine), procedure=pk, number=number)


def _form(request: HttpRequest, version: Version, typed: Typed, outcome: Outcome) -> HttpResponse:
    fault = outcome.fault
    status = UNREADABLE if fault or outcome.wrong else CONFLICT if outcome.overtaken else OK
    if status != OK:
        typed.without_new_pictures()
    now = outcome.kept or (outcome.overtaken and outcome.overtaken.version) or version
    typed.base = Typed.of(now).base if status in (OK, CONFLICT) else typed.base
    numbers = zip(numbers_of(typed.lines), typed.lines, strict=True)
    context = {
        "version": version,
        "procedure": version.procedure,
        "look": Look(version, signed_in(request)),
        "typed": typed,
        "lines": [
            {"number": at, "line": line, "fault": fault.sentence if fault and fault.line == place else ""}
            for place, (at, line) in enumerate(numbers)
        ],
        "blank": {"depth": 0},
        "wrong": outcome.wrong,
        "theirs": outcome.overtaken,
        "their_lines": shown(now.steps) if outcome.overtaken else [],
        "allows": what_it_allows(now.steps, _),
    }
    return render(request, "work/edit.html", context, status=status)


def _kept(version: Version) -> dict[str, Any]:
    return {"base": Typed.of(version).base, "allows": what_it_allows(version.steps, _)}


def _theirs(version: Version, writer: str) -> dict[str, Any]:
    return Typed.of(version).plain() | {"writer": writer, "when": _when(version.changed_at)}


def _unreadable(outcome: Outcome) -> dict[str, Any]:
    faults = [vars(outcome.fault)] if outcome.fault else []
    return {"faults": faults, "wrong": outcome.wrong}


def _when(moment: datetime) -> str:
    return words_for(moment, now=timezone.now())


def _picture(request: HttpRequest, version: Version) -> JsonResponse:
    upload = request.FILES.getlist("picture")[0]
    file = keep_file(version, upload, by=signed_in(request))
    return JsonResponse({"picture": str(file.pk), "url": reverse("front:file", args=[file.pk])})


def _refused_pictures(request: HttpRequest) -> dict[str, str]:
    """Why pictures that came with the plain form cannot be kept; painting them takes a moment."""
    refused = {}
    for name in request.FILES:
        try:
            check_picture(request.FILES.getlist(name)[0])
        except FileRefused as reason:
            refused[name] = str(reason)
    return refused


def _pictures(request: HttpRequest, version: Version) -> dict[int, str]:
    """Keep the pictures that came with the plain form, by their line."""
    kept = {}
    for name in request.FILES:
        line = name.removeprefix("line-").removesuffix("-file")
        if line.isascii() and line.isdigit():
            upload = request.FILES.getlist(name)[0]
            kept[int(line)] = str(keep_file(version, upload, by=signed_in(request)).pk)
    return kept
