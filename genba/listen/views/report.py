"""Say what is wrong or could be better, in one sentence."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from genba.listen.beginning import begun_with
from genba.listen.forms import ReportForm
from genba.listen.gate import TurnedAway, let_in
from genba.listen.intake import Received, receive
from genba.listen.models import AnswerTime
from genba.listen.receipt import in_groups
from genba.listen.views.offline import OFFLINE_SCOPES, waiting_words
from genba.listen.views.open_doors import body_is_broken, came_from_elsewhere, open_door
from genba.people.access import ANYBODY, needs, person_of
from genba.trail.refusal import FileRefused


@open_door
@needs(ANYBODY)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; and what was sent with it."""
    if request.method == "POST":
        return _take(request)
    asked = request.GET
    form = ReportForm(
        person=person_of(request), place_code=asked.get("place", ""), initial=begun_with(asked.dict())
    )
    return _page(request, form, status=HTTPStatus.OK)


@open_door
@needs(ANYBODY)
@require_safe
def protection(request: HttpRequest) -> HttpResponse:
    """In plain words: what protects somebody who gives no name, and what does not."""
    return render(request, "listen/protection.html", {"days": settings.GENBA_ORIGINAL_DAYS})


def _take(request: HttpRequest) -> HttpResponse:
    if body_is_broken(request):
        return _empty_page(
            request, _("That was too large, or it was cut off on the way. Please send it again, shorter.")
        )
    form = ReportForm(request.POST, request.FILES, person=person_of(request))
    if came_from_elsewhere(request):
        form.add_error(None, _("This came from another site. If you want to say it here, send it again."))
        return _page(request, form, status=HTTPStatus.FORBIDDEN)
    if not form.is_valid():
        return _page(request, form)
    try:
        if form.person is None:
            let_in(request.POST.get("altcha", ""))
        received = receive(form.said, by=form.reporter, client_key=form.cleaned_data["idempotency_key"] or "")
    except FileRefused as refusal:
        form.complain_about_the_photo(refusal)
        return _page(request, form)
    except TurnedAway as turned_away:
        form.add_error(None, str(turned_away))
        return _page(request, form, status=turned_away.status, again=True)
    return _sent(request, received)


def _sent(request: HttpRequest, received: Received) -> HttpResponse:
    if _wants_data(request):
        page = "" if received.receipt else reverse("listen:detail", args=[received.record.pk])
        return JsonResponse({"receipt": in_groups(received.receipt), "page": page})
    context = {
        "received": received,
        "receipt": in_groups(received.receipt),
        "receipt_parts": in_groups(received.receipt).split("-"),
        "answer_time": AnswerTime.of_everybody(),
    }
    return render(request, "listen/sent.html", context)


def _empty_page(request: HttpRequest, sentence: str) -> HttpResponse:
    form = ReportForm({}, person=person_of(request))
    form.errors.clear()
    form.add_error("text", sentence)
    return _page(request, form, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _page(
    request: HttpRequest,
    form: ReportForm,
    *,
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
    again: bool = False,
) -> HttpResponse:
    """The form; `again` tells a script that the same words will do with another solution."""
    if _wants_data(request):
        sentences = [str(sentence) for wrong in form.errors.values() for sentence in wrong]
        return JsonResponse({"sentences": sentences, "again": again}, status=status)
    context = {
        "form": form,
        "answer_time": AnswerTime.of_everybody(),
        "again": again,
        "waiting_words": waiting_words(),
        "offline_scopes": OFFLINE_SCOPES,
    }
    return render(request, "listen/report.html", context, status=status)


def _wants_data(request: HttpRequest) -> bool:
    """Whether a script asks, for a report that waited on a phone, and not a browser for its page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
