"""What a phone without a signal needs: the checks, a page that knows nobody, a worker, a door for runs."""

import hashlib
import json
from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from genba import __version__
from genba.people.access import ANYBODY, SIGNED_IN, needs, signed_in
from genba.people.once import writes_itself
from genba.trail.refusal import FileRefused
from genba.work.checks.given import run_from
from genba.work.checks.showing import checks_at_hand, plain_check, report_address
from genba.work.checks.taking import NotTheirsError, take_whole_run
from genba.work.models import Run

SHELL_FILES = [
    *(f"ui/css/{name}.css" for name in ("tokens", "base", "button", "form", "panel", "marks", "toast")),
    *(f"ui/css/{name}.css" for name in ("bare", "print")),
    *(f"ui/js/{name}.js" for name in ("bare", "toast", "form", "draft", "cupboard")),
    *(f"work/checks/{name}.js" for name in ("walking", "outbox", "run", "offline-list", "waiting")),
    "work/checks/checks.css",
    "ui/mark.svg",
]
WORKER_FILES = ["ui/js/cupboard.js", *(f"work/checks/{name}.js" for name in ("outbox", "pictures", "worker"))]


@needs(SIGNED_IN)
@require_safe
def checks(request: HttpRequest) -> JsonResponse:
    """The checks at hand, whose phone it is, and the token with which it sends."""
    person = signed_in(request)
    found = [] if "token" in request.GET else [plain_check(version) for version in checks_at_hand(person)]
    teams = [{"pk": team.pk, "name": team.name} for team in person.teams]
    words = {"person": person.pk, "teams": teams, "token": get_token(request), "checks": found}
    return JsonResponse(words, headers={"Cache-Control": "no-store"})


@writes_itself("a run keeps the key of its phone, and photos are painted before the transaction")
@needs(SIGNED_IN)
@require_POST
def send(request: HttpRequest) -> JsonResponse:
    """Take a run that was made on a phone: ended, or as far as it is."""
    person = signed_in(request)
    try:
        run = take_whole_run(run_from(request.POST.get("run", ""), request.FILES), by=person)
    except NotTheirsError:
        return JsonResponse({"sentences": [], "is_of_somebody_else": True}, status=HTTPStatus.CONFLICT)
    except ValidationError as wrong:
        return JsonResponse({"sentences": wrong.messages}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except FileRefused as refusal:
        return JsonResponse({"sentences": [str(refusal)]}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse(_answer(run))


def _answer(run: Run) -> dict[str, object]:
    failed = run.results.filter(result="fail").select_related("step")
    code = run.place.code if run.place else ""
    reports = {str(one.position): report_address(one, run.version, place_code=code) for one in failed}
    page = reverse("work:check_step" if run.is_open else "work:check_result", args=[run.pk])
    return {"run": run.pk, "state": run.state, "page": page, "reports": reports}


@needs(ANYBODY)
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page that a phone keeps: it knows nobody and holds no check; the phone fills it in."""
    return render(request, "work/checks/run.html", {"is_shell": True})


@needs(ANYBODY)
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the checks. Its version changes with any of its files."""
    del request
    files = [static(name) for name in SHELL_FILES]
    scripts = [static(name) for name in WORKER_FILES]
    version = hashlib.sha256(" ".join([__version__, *files, *scripts]).encode()).hexdigest()[:12]
    kept = {
        "version": version,
        "shell": reverse("work:checks_shell"),
        "under": reverse("work:checks"),
        "never": [reverse("work:checks_data")],
        "files": files,
    }
    source = f"self.genba = {{ kept: {json.dumps(kept)} }};\nimportScripts(...{json.dumps(scripts)});\n"
    return HttpResponse(
        source, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )
