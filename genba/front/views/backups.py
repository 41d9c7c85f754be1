"""The backups of this instance: what there is to go back to."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.front.backup.making import ask_for_backup, ask_for_trial
from genba.front.backup.overview import overview
from genba.front.models import Backup
from genba.front.needs import WORKER_SEEN_BY
from genba.people.access import ADMINISTRATOR, needs, signed_in
from genba.ui.toasts import toast


@needs(*WORKER_SEEN_BY)
def backups(request: HttpRequest) -> HttpResponse:
    """What was made, when, how large it is, and whether it came back when it was tried."""
    context: dict[str, Any] = overview()
    if "waiting" in request.GET and context["under_way"]:
        return render(request, "front/backups.html#progress", context)
    answer = render(request, "front/backups.html", context)
    if "waiting" in request.GET:
        answer["HX-Refresh"] = "true"
    return answer


@needs(ADMINISTRATOR)
@require_POST
def back_up(request: HttpRequest) -> HttpResponse:
    """Let the worker make one now."""
    ask_for_backup(Backup.Why.ASKED, by=signed_in(request))
    return redirect("front:backups")


@needs(ADMINISTRATOR)
@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the worker restore one for trial and compare it."""
    backup = get_object_or_404(Backup.objects.visible_to(signed_in(request)), pk=pk)
    if not ask_for_trial(backup, by=signed_in(request)):
        toast(
            request, _("It is not there, or another one is under way. Please try again later."), tone="info"
        )
    return redirect("front:backups")
