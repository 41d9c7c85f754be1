"""The pages of warning signs: all of them with their state, one of them, and its answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.views.sent import status_for
from genba.ui.toasts import toast
from genba.understand.forms.sign import AnswerForm, TruthForm
from genba.understand.models import Sign
from genba.understand.signs.answering import answer, tell_truth
from genba.understand.signs.page import page_of_all, page_of_one


@needs(SIGNED_IN)
@require_safe
def signs(request: HttpRequest) -> HttpResponse:
    """Every sign with its state today, what it asks, and how often it was right."""
    return render(request, "understand/signs/signs.html", page_of_all(signed_in(request)))


@needs(SIGNED_IN)
@require_safe
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """One episode: the question, its evidence, what is against it, and the answer."""
    return _page(request, get_object_or_404(Sign.objects.visible_to(signed_in(request)), pk=pk))


@needs(SIGNED_IN)
@require_POST
def answer_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with a reason."""
    found, form = _mine(request, pk), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, answer_form=form)
    first = answer(found, reason=form.cleaned_data["reason"], by=signed_in(request))
    toast(
        request, _("The answer is kept.") if first else _("Somebody answered before you. That answer stays.")
    )
    return redirect("understand:sign", pk=pk)


@needs(SIGNED_IN)
@require_POST
def tell_truth_of_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what turned out."""
    found, form = _mine(request, pk), TruthForm(request.POST)
    if not form.is_valid():
        return _page(request, found, truth_form=form)
    tell_truth(found, **form.cleaned_data, by=signed_in(request))
    toast(request, _("Thank you: now we see how often this sign is right."))
    return redirect("understand:sign", pk=pk)


def _mine(request: HttpRequest, pk: int) -> Sign:
    return get_object_or_404(Sign.objects.answerable_by(signed_in(request)), pk=pk)


def _page(request: HttpRequest, found: Sign, **forms: AnswerForm | TruthForm) -> HttpResponse:
    start = {"truth": found.truth, "why": found.truth_why}
    fresh = {"answer_form": AnswerForm(), "truth_form": TruthForm(initial=start)}
    context = {**page_of_one(found, signed_in(request)), **fresh, **forms}
    return render(request, "understand/signs/sign.html", context, status=status_for(request))
