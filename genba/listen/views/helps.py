"""Does a procedure help? One tap without a name, through a door that asks nobody and sets no cookie."""

import time
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.listen.forms.helps import HelpsForm
from genba.listen.gate import Valve
from genba.listen.views.open_doors import body_is_broken, came_from_elsewhere, open_door
from genba.people.access import ANYBODY, needs
from genba.work.helping import read_ballot, say_whether_it_helps

_valve = Valve(at_once=60, seconds=2)


@open_door
@needs(ANYBODY)
@require_POST
def helps(request: HttpRequest) -> HttpResponse:
    """Take one tap. The paper in the page shows that somebody who may read the procedure sent it, not who."""
    version = None if body_is_broken(request) else read_ballot(request.POST.get("ballot", ""))
    if version is None or came_from_elsewhere(request):
        sentence = _("This page is too old to answer from. Please open the procedure again.")
        return _page(request, sentence=sentence, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    form = HelpsForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, version=version, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not _valve.lets_through(now=time.monotonic()):
        sentence = _("Very many answers are coming in just now. Please try again in a minute.")
        form.add_error(None, sentence)
        return _page(request, form=form, version=version, status=HTTPStatus.TOO_MANY_REQUESTS)
    given = form.cleaned_data
    say_whether_it_helps(version, helps=given["helps"] == "yes", sentence=given["sentence"])
    return _page(request, version=version, status=HTTPStatus.OK)


def _page(request: HttpRequest, *, status: HTTPStatus, **words: object) -> HttpResponse:
    ballot = request.POST.get("ballot", "") if "form" in words else ""
    return render(request, "listen/helps.html", {"ballot": ballot, **words}, status=status)
