"""Background work: who does it, what waits, what failed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.front.background import overview, retry
from genba.front.needs import WORKER_SEEN_BY
from genba.people.access import needs
from genba.ui.toasts import toast


@needs(*WORKER_SEEN_BY)
def worker(request: HttpRequest) -> HttpResponse:
    """The state of background work in plain words."""
    return render(request, "front/worker.html", overview())


@needs(*WORKER_SEEN_BY)
@require_POST
def try_again(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give a failed job another go."""
    if retry(key):
        toast(request, _("It waits for the worker again."))
    else:
        toast(request, _("It is no longer among the failed ones."), tone="info")
    return redirect("front:worker")
