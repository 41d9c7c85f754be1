"""The doors of suggested changes: suggest one, take it up, say why not."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.ui.toasts import toast
from genba.work.forms.life import BecauseForm
from genba.work.forms.suggesting import SuggestionForm
from genba.work.models import Suggestion
from genba.work.suggesting import decline, suggest, take_up
from genba.work.views.finding import done, posted, seen_procedure


@needs(SIGNED_IN)
def suggest_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Suggest a change of one step (`?step=`) or of the whole."""
    procedure = seen_procedure(request, pk)
    version = procedure.in_force or procedure.versions.first()
    if version is None:
        raise Http404
    start = {"step": request.GET.get("step"), "said": request.GET.get("said", "")[:1000]}
    form = SuggestionForm(posted(request), version=version, initial=start)
    if request.method == "POST" and done(
        form, lambda: suggest(procedure, by=signed_in(request), **form.cleaned_data)
    ):
        toast(request, _("Thank you. You hear what becomes of it."))
        return redirect(f"{reverse('work:procedure', args=[pk])}#suggestions")
    context = {"procedure": procedure, "version": version, "form": form}
    return render(request, "work/suggesting/suggest.html", context, status=422 if form.errors else 200)


@needs(SIGNED_IN)
@require_POST
def take(request: HttpRequest, pk: int, suggestion: int) -> HttpResponse:
    """Take a suggestion up in the version under way, with one tap."""
    found = _answerable(request, pk, suggestion)
    try:
        version = take_up(found, by=signed_in(request))
    except ValidationError as refusal:
        toast(request, " ".join(refusal.messages), tone="warn")
        return redirect(f"{reverse('work:procedure', args=[pk])}#suggestions")
    toast(request, _("It is in the draft now. Whoever suggested it hears of it."))
    return redirect("work:version", pk, version.number)


@needs(SIGNED_IN)
def say_no(request: HttpRequest, pk: int, suggestion: int) -> HttpResponse:
    """Say with a sentence why a suggestion is not taken up."""
    found = _answerable(request, pk, suggestion)
    form = BecauseForm(posted(request), question=_("Why not?"), rule="work.because.declined")
    if request.method == "POST" and done(
        form, lambda: decline(found, by=signed_in(request), answer=form.cleaned_data["because"])
    ):
        toast(request, _("Your answer is on its way."))
        return redirect(f"{reverse('work:procedure', args=[pk])}#suggestions")
    context = {"procedure": found.procedure, "suggestion": found, "form": form}
    return render(request, "work/suggesting/decline.html", context, status=422 if form.errors else 200)


def _answerable(request: HttpRequest, pk: int, key: int) -> Suggestion:
    found = Suggestion.objects.changeable_by(signed_in(request)).select_related("procedure", "step")
    return get_object_or_404(found, procedure=pk, pk=key)
