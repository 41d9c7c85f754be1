"""The first run, in four calm steps. Open only while there is no organisation."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache

from genba.front.forms.welcome import (
    LATER,
    NOW,
    NameForm,
    SitesForm,
    StartForm,
    TeamsForm,
    read_sites,
    read_teams,
)
from genba.people.access import ANYBODY, needs
from genba.people.founding import AlreadyFoundError, Beginning, NewPerson, NewSite, Promise, found
from genba.people.models import Organisation
from genba.people.views.sent import sent, status_for

DRAFT, UNLOCKED = "welcome_draft", "welcome_unlocked"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
View = Callable[[HttpRequest], HttpResponse]


def first_run(view: View) -> View:
    """Closed for good once an organisation exists; before that, only for whoever has the set-up key."""

    @needs(ANYBODY)
    @never_cache
    @wraps(view)
    def step(request: HttpRequest) -> HttpResponse:
        if Organisation.objects.exists():
            return redirect("front:home")
        key = request.GET.get("key", "").strip()
        if key and constant_time_compare(key, settings.GENBA_SETUP_KEY):
            request.session[UNLOCKED] = True
            return redirect(request.path)
        if settings.GENBA_SETUP_KEY and not request.session.get(UNLOCKED):
            return render(request, "front/welcome/locked.html", {"tried": bool(key)}, status=403)
        return view(request)

    return step


@first_run
def welcome(request: HttpRequest) -> HttpResponse:
    """Step one: the name and the language."""
    draft = _draft(request)
    form = NameForm(sent(request), initial={"language": translation.get_language(), **draft})
    if not (request.method == "POST" and form.is_valid()):
        return _show(request, "name", form, 1)
    _keep(request, form.cleaned_data)
    response = redirect("front:welcome_sites")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        form.cleaned_data["language"],
        max_age=60 * 60 * 24 * 365,
        samesite="Lax",
    )
    return response


@first_run
def welcome_sites(request: HttpRequest) -> HttpResponse:
    """Step two: the sites."""
    draft = _draft(request)
    if "organisation" not in draft:
        return redirect("front:welcome")
    form = SitesForm(sent(request), initial={"sites": draft["organisation"], **draft})
    if request.method == "POST" and form.is_valid():
        _keep(request, form.cleaned_data)
        return redirect("front:welcome_teams")
    return _show(request, "sites", form, 2)


@first_run
def welcome_teams(request: HttpRequest) -> HttpResponse:
    """Step three: the teams of each site."""
    draft = _draft(request)
    if "sites" not in draft:
        return redirect("front:welcome_sites")
    names = [name for name, _town in read_sites(draft["sites"])]
    form = TeamsForm(sent(request), initial=draft, sites=names)
    if request.method == "POST" and form.is_valid():
        _keep(request, form.cleaned_data)
        return redirect("front:welcome_start")
    return _show(request, "teams", form, 3)


@first_run
def welcome_start(request: HttpRequest) -> HttpResponse:
    """Step four: the first administrator and the promise. Then everything begins."""
    draft = _draft(request)
    if "teams_0" not in draft:
        return redirect("front:welcome_teams")
    form = StartForm(sent(request), initial=draft)
    if not (request.method == "POST" and form.is_valid()):
        return _show(request, "start", form, 4)
    try:
        administrator = found(_beginning(draft, form.cleaned_data))
    except AlreadyFoundError:
        return redirect("front:home")
    request.session.flush()
    login(request, administrator, backend=BACKEND)
    return redirect("front:home")


def _beginning(draft: dict[str, Any], said: dict[str, Any]) -> Beginning:
    sites = read_sites(draft["sites"])
    trees = read_teams([draft.get(f"teams_{number}", "") for number in range(len(sites))])
    signed = said["when"] == NOW
    return Beginning(
        organisation=draft["organisation"],
        administrator=NewPerson(said["name"], said["email"], said["password"], draft["language"]),
        promise=Promise(
            words=said["words"],
            name=said["signer"] if signed else "",
            role=said["signer_role"] if signed else "",
            ask_name=said["chief_name"] if said["when"] == LATER else "",
            ask_email=said["chief_email"] if said["when"] == LATER else "",
        ),
        sites=[NewSite(name, town, tree) for (name, town), tree in zip(sites, trees, strict=True)],
    )


def _draft(request: HttpRequest) -> dict[str, Any]:
    return dict(request.session.get(DRAFT, {}))


def _keep(request: HttpRequest, said: dict[str, Any]) -> None:
    request.session[DRAFT] = {**_draft(request), **said}


def _show(request: HttpRequest, name: str, form: Any, step: int) -> HttpResponse:
    context = {"form": form, "step": step, "draft": _draft(request)}
    status = status_for(request)
    return render(request, f"front/welcome/{name}.html", context, status=status)
