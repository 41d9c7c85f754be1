"""The doors through which a version comes to be in force."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.models import Person
from genba.ui.toasts import toast
from genba.work.forms.life import ApprovalForm, BecauseForm, DecisionForm, PilotForm
from genba.work.life.approval import ask_for_approval, may_approve, missing, send_back
from genba.work.life.piloting import begin_pilot, decide, withdraw
from genba.work.models import Pilot, Procedure, Version
from genba.work.views.finding import changeable_procedure, changeable_version, done, posted, seen_version
from genba.work.writing import begin_version, write


@needs(SIGNED_IN)
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a new version, with the reason."""
    procedure = changeable_procedure(request, pk)
    if procedure.under_way is not None:
        return redirect("work:version", pk, procedure.under_way.number)
    form = BecauseForm(posted(request), question=_("Why does it change?"), rule="work.version.reason")
    if request.method == "POST" and done(
        form, lambda: begin_version(procedure, by=signed_in(request), reason=form.cleaned_data["because"])
    ):
        begun = procedure.under_way
        return redirect("work:version", pk, begun.number if begun else 1)
    return _page(request, "begin", form, procedure=procedure)


@needs(SIGNED_IN)
def pilot(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Let a small team try a version until a day."""
    version = changeable_version(request, pk, number)
    form = PilotForm(posted(request), people=_those_who_could_try(version))
    if request.method == "POST" and done(
        form, lambda: begin_pilot(version, by=signed_in(request), **form.cleaned_data)
    ):
        toast(request, _("The pilot has begun."))
        return redirect("work:version", pk, number)
    return _page(request, "pilot", form, version=version)


@needs(SIGNED_IN)
def decision(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """End the pilot: go on, change, or stop, with what was learned."""
    version = changeable_version(request, pk, number)
    running = Pilot.objects.running().filter(version=version).select_related("team").first()
    if running is None:
        return redirect("work:version", pk, number)
    form = DecisionForm(posted(request))
    if request.method == "POST" and done(
        form, lambda: decide(running, by=signed_in(request), **form.cleaned_data)
    ):
        goes_on = form.cleaned_data["decision"] == Pilot.Decision.GO_ON
        return redirect("work:ask_approval" if goes_on else "work:version", pk, number)
    return _page(request, "decision", form, version=version, pilot=running)


@needs(SIGNED_IN)
def approval(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Lay a version before those who may approve it, with the question to those who will read it."""
    version = changeable_version(request, pk, number)
    start = {name: getattr(version, name) for name in ("reason", "question", "expected_answer")}
    start |= {"not_read_because": version.not_read_because, "choices": "\n".join(version.answer_choices)}
    form = ApprovalForm(posted(request), is_first=version.number == 1, initial=start)
    if request.method == "POST" and done(form, lambda: _ask(version, signed_in(request), form)):
        toast(request, _("It waits for a signature now."))
        return redirect("work:version", pk, number)
    return _page(request, "approval", form, version=version, missing=missing(version))


@needs(SIGNED_IN)
def back(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Send a version back to the draft, with a sentence."""
    version, person = seen_version(request, pk, number), signed_in(request)
    may = may_approve(person, version) or Procedure.objects.changeable_by(person).filter(pk=pk).exists()
    if not may or version.state != Version.State.APPROVAL:
        raise Http404
    form = BecauseForm(posted(request), question=_("What is missing?"), rule="work.because.missing")
    if request.method == "POST" and done(
        form, lambda: send_back(version, by=person, because=form.cleaned_data["because"])
    ):
        toast(request, _("It is a draft again."))
        return redirect("work:version", pk, number)
    return _page(request, "send_back", form, version=version)


@needs(SIGNED_IN)
def let_go(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Withdraw a version that is under way, with a reason."""
    version = changeable_version(request, pk, number)
    form = BecauseForm(posted(request), question=_("Why is it not needed?"))
    if request.method == "POST" and done(
        form, lambda: withdraw(version, by=signed_in(request), because=form.cleaned_data["because"])
    ):
        toast(request, _("The version is withdrawn. It can still be read."))
        return redirect("work:version", pk, number)
    return _page(request, "withdraw", form, version=version)


def _ask(version: Version, person: Person, form: ApprovalForm) -> None:
    words = dict(form.cleaned_data)
    words["answer_choices"] = words.pop("choices")
    write(version, by=person, quietly=True, **words)
    ask_for_approval(version, by=person)


def _those_who_could_try(version: Version) -> Any:
    """Those who work in the procedure's teams; where it has none, everybody."""
    teams = version.procedure.teams.all()
    people = Person.objects.filter(is_active=True).order_by("name")
    return people.filter(memberships__team__in=teams).distinct() if teams else people


def _page(request: HttpRequest, name: str, form: Any, **more: Any) -> HttpResponse:
    if "version" in more:
        more["procedure"] = more["version"].procedure
    status = 422 if form.errors else 200
    return render(request, f"work/life/{name}.html", {"form": form, **more}, status=status)
