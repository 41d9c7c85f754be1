"""Come back with a receipt. It travels in the body of a form only, never in an address."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from genba.listen import triage
from genba.listen.forms import ReceiptForm, WriteAgainForm
from genba.listen.models import AnswerTime
from genba.listen.receipt import in_groups
from genba.listen.thread import Thread
from genba.listen.views.open_doors import body_is_broken, came_from_elsewhere, open_door
from genba.people.access import ANYBODY, needs


@open_door
@needs(ANYBODY)
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Ask for the receipt; with it, show the conversation."""
    if request.method != "POST" or body_is_broken(request):
        return render(request, "listen/receipt.html", {"form": ReceiptForm()})
    form = _opened(request)
    if not form.is_valid():
        return _ask_again(request, form)
    return _thread(request, form, WriteAgainForm())


@open_door
@needs(ANYBODY)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Write again, with the receipt in the same form."""
    if request.method != "POST" or body_is_broken(request):
        return redirect("listen:receipt")
    form = _opened(request)
    if not form.is_valid():
        return _ask_again(request, form)
    again = WriteAgainForm(request.POST)
    if not again.is_valid():
        return _thread(request, form, again, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    triage.write_again(form.original, words=again.cleaned_data["text"])
    return _thread(request, form, WriteAgainForm(), has_written=True)


def _opened(request: HttpRequest) -> ReceiptForm:
    form = ReceiptForm(request.POST)
    if came_from_elsewhere(request):
        form.add_error(None, _("This came from another site. Please type your receipt here."))
    return form


def _ask_again(request: HttpRequest, form: ReceiptForm) -> HttpResponse:
    context = {"form": form, "unsent": request.POST.get("text", "")}
    return render(request, "listen/receipt.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _thread(
    request: HttpRequest,
    form: ReceiptForm,
    again: WriteAgainForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    has_written: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "thread": Thread.of_original(form.original),
        "receipt": in_groups(form.cleaned_data["receipt"]),
        "again": again,
        "has_written": has_written,
        "answer_time": AnswerTime.of_everybody(),
    }
    return render(request, "listen/thread.html", context, status=status)
