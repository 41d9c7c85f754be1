"""The doors of Understand, Try and Standardise."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from genba.improve.forms.loop import CauseForm, ExperimentForm, ShownForm, StandardForm, WhysForm
from genba.improve.invitation import FILE_NAME, appointment, invite_the_team
from genba.improve.models import Card, Cause, Experiment
from genba.improve.standardising import set_standard
from genba.improve.trying import begin_experiment, end_experiment
from genba.improve.understanding import name_cause, take_back_cause, write_whys
from genba.improve.views.page import carry_out, changeable
from genba.improve.views.ways import go
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.ui.toasts import toast


@needs(SIGNED_IN)
@require_POST
def whys(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down the five whys."""
    card = changeable(request, pk)
    form = WhysForm(request.POST, auto_id="whys_%s")
    return carry_out(
        request, card, "whys", form, lambda: write_whys(card, form.answers, by=signed_in(request))
    )


@needs(SIGNED_IN)
@require_POST
def causes(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a cause in the system."""
    card = changeable(request, pk)
    form = CauseForm(request.POST, auto_id="causes_%s")
    return carry_out(
        request, card, "causes", form, lambda: name_cause(card, by=signed_in(request), **form.cleaned_data)
    )


@needs(SIGNED_IN)
@require_POST
def take_back(request: HttpRequest, pk: int, cause: int) -> HttpResponse:
    """Take a cause off the card, with a way back."""
    card = changeable(request, pk)
    found = get_object_or_404(Cause, card=card, pk=cause)
    undo = (reverse("improve:causes", args=[pk]), {"category": found.category, "text": found.text})
    take_back_cause(found, by=signed_in(request))
    toast(request, _("The cause is off the card."), undo=undo)
    return go(request, f"{reverse('improve:card', args=[pk])}#causes")


@needs(SIGNED_IN)
@require_POST
def experiments(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an experiment."""
    card = changeable(request, pk)
    form = ExperimentForm(request.POST, auto_id="experiments_%s")
    return carry_out(
        request,
        card,
        "experiments",
        form,
        lambda: begin_experiment(card, by=signed_in(request), **form.cleaned_data),
    )


@needs(SIGNED_IN)
@require_POST
def end(request: HttpRequest, pk: int, experiment: int) -> HttpResponse:
    """Say what an experiment showed."""
    card = changeable(request, pk)
    found = get_object_or_404(Experiment, card=card, pk=experiment)
    form = ShownForm(request.POST, auto_id="shown_%s")

    def act() -> None:
        end_experiment(found, by=signed_in(request), **form.cleaned_data)

    return carry_out(request, card, "experiments", form, act, **_typed(form, found))


@needs(SIGNED_IN)
def review(request: HttpRequest, pk: int, experiment: int) -> HttpResponse:
    """The review of an experiment for one's calendar."""
    card = get_object_or_404(Card.objects.visible_to(signed_in(request)), pk=pk)
    found = get_object_or_404(Experiment, card=card, pk=experiment, review_at__isnull=False)
    answer = HttpResponse(appointment(found), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return answer


@needs(SIGNED_IN)
@require_POST
def invite(request: HttpRequest, pk: int, experiment: int) -> HttpResponse:
    """Mail the review to the team."""
    card = changeable(request, pk)
    found = get_object_or_404(Experiment, card=card, pk=experiment, review_at__isnull=False)
    count = invite_the_team(found, by=signed_in(request))
    words = ngettext("Mailed to %(n)d person.", "Mailed to %(n)d people.", count)
    toast(request, words % {"n": count})
    return go(request, f"{reverse('improve:card', args=[pk])}#experiments")


@needs(SIGNED_IN)
@require_POST
def standard(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what became the standard."""
    card = changeable(request, pk)
    form = StandardForm(request.POST, auto_id="standard_%s")
    return carry_out(
        request,
        card,
        "standard",
        form,
        lambda: set_standard(card, by=signed_in(request), **form.cleaned_data),
    )


def _typed(form: ShownForm, experiment: Experiment) -> dict[str, object]:
    """What was typed belongs to one experiment; the form for a new one stays fresh."""
    return {
        "experiments": ExperimentForm(auto_id="experiments_%s"),
        "shown": form,
        "shown_for": experiment.pk,
    }
