"""Peer review of code: the repositories, what was looked at before it came in, and how they are connected."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from genba.people.access import LEAD, QUALITY, SIGNED_IN, needs, signed_in
from genba.ui.toasts import toast
from genba.work.code.keeping import add_repository, close_repository, renew_secret, set_token
from genba.work.code.yields import months_of
from genba.work.forms.repository import RepositoryForm, StatusTokenForm
from genba.work.models import Repository

MOST_SHOWN = 20


@needs(SIGNED_IN)
def repositories(request: HttpRequest) -> HttpResponse:
    """Every repository, and how much of it was looked at before it came in."""
    person = signed_in(request)
    found = Repository.objects.visible_to(person).select_related("team")[:100]
    context = {
        "lines": [{"repository": one, "months": months_of(one)} for one in found],
        "may_add": person.is_lead or person.is_quality,
    }
    return render(request, "work/code/list.html", context)


@needs(LEAD, QUALITY)
@never_cache
def new_repository(request: HttpRequest) -> HttpResponse:
    """Connect a repository. Its secret is shown on the page that follows and nowhere else."""
    person = signed_in(request)
    form = RepositoryForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        secret = add_repository(form.instance, by=person)
        return _page(request, form.instance, secret=secret)
    return render(request, "work/code/new.html", {"form": form}, status=422 if form.errors else 200)


@needs(SIGNED_IN)
def repository(request: HttpRequest, pk: int) -> HttpResponse:
    """One repository."""
    seen = Repository.objects.visible_to(signed_in(request)).select_related("team")
    return _page(request, get_object_or_404(seen, pk=pk))


@needs(LEAD, QUALITY)
@require_POST
@never_cache
def new_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret, shown on this one page."""
    found = _changeable(request, pk)
    return _page(request, found, secret=renew_secret(found, by=signed_in(request)))


@needs(LEAD, QUALITY)
@require_POST
def status_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Set or take away the key with which we answer."""
    found = _changeable(request, pk)
    form = StatusTokenForm(request.POST, repository=found)
    if not form.is_valid():
        return _page(request, found, form=form)
    set_token(found, form.cleaned_data["token"], by=signed_in(request))
    toast(request, _("Kept."))
    return redirect("work:repository", pk)


@needs(LEAD, QUALITY)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Disconnect it."""
    close_repository(_changeable(request, pk), by=signed_in(request))
    toast(request, _("Disconnected. What it told us stays."))
    return redirect("work:repositories")


def _changeable(request: HttpRequest, pk: int) -> Repository:
    return get_object_or_404(Repository.objects.changeable_by(signed_in(request)), pk=pk)


def _page(
    request: HttpRequest, found: Repository, *, secret: str = "", form: StatusTokenForm | None = None
) -> HttpResponse:
    may_change = Repository.objects.changeable_by(signed_in(request)).filter(pk=found.pk).exists()
    context: dict[str, Any] = {
        "repository": found,
        "months": months_of(found),
        "unreviewed": found.merge_requests.without_review()[:MOST_SHOWN],
        "open": found.merge_requests.filter(state="open")[:MOST_SHOWN],
        "may_change": may_change,
        "secret": secret,
    }
    if may_change:
        context |= {
            "hook": settings.GENBA_ADDRESS + reverse("work:code_hook", args=[found.key]),
            "deliveries": found.deliveries.all()[:MOST_SHOWN],
            "form": form or StatusTokenForm(repository=found),
        }
    status = 422 if form is not None and form.errors else 200
    return render(request, "work/code/repository.html", context, status=status)
