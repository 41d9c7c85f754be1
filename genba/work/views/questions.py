"""Questions about a step, and whether the procedure helps: the doors of the small forms on its page."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import QUALITY, SIGNED_IN, needs, signed_in
from genba.ui.toasts import toast
from genba.work.forms.question import AnswerForm, QuestionForm
from genba.work.helping import take_off
from genba.work.models import HelpSentence, KnownStep, Procedure, StepQuestion
from genba.work.questioning import answer, answered_in, ask, still_open


@needs(SIGNED_IN)
def step_questions(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Ask about a step; where the words were not right, they stand in the form again."""
    person = signed_in(request)
    procedure = get_object_or_404(Procedure.objects.visible_to(person), pk=pk)
    step = get_object_or_404(KnownStep, procedure=procedure, key=key)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        shown = procedure.in_force or procedure.versions.first()
        ask(step, text=form.cleaned_data["text"], number=shown.number if shown else 1, by=person)
        toast(request, _("Your question stands at the step now. The owner is told."))
        return redirect(_place(step))
    return _page(request, step, form)


@needs(SIGNED_IN)
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a question."""
    person = signed_in(request)
    question = _question(request, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer(question, text=form.cleaned_data["text"], by=person)
        toast(request, _("Your answer stands below the question."))
        return redirect(_place(question.step))
    return _page(request, question.step, form, question=question)


@needs(SIGNED_IN)
@require_POST
def in_version(request: HttpRequest, pk: int) -> HttpResponse:
    """The version under way, or else the one in force, answers it."""
    question, person = _question(request, pk), signed_in(request)
    procedure = get_object_or_404(Procedure.objects.changeable_by(person), pk=question.step.procedure_id)
    version = procedure.under_way or procedure.in_force
    if version is not None and answered_in(question, version, by=person):
        undo = (reverse("work:question_still_open", args=[pk]), {"next": ""})
        words = _("Marked as answered by version %(number)d.") % {"number": version.number}
        toast(request, words, undo=undo)
    return redirect(_place(question.step))


@needs(SIGNED_IN)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """No version answers it after all."""
    question, person = _question(request, pk), signed_in(request)
    get_object_or_404(Procedure.objects.changeable_by(person), pk=question.step.procedure_id)
    still_open(question, by=person)
    return redirect(_place(question.step))


@needs(QUALITY)
@require_POST
def sentence_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a sentence without a name off the page, because it names somebody."""
    found = get_object_or_404(HelpSentence.objects.select_related("procedure"), pk=pk)
    take_off(found, by=signed_in(request))
    return redirect(f"{reverse('work:procedure', args=[found.procedure_id])}#helps")


def _question(request: HttpRequest, pk: int) -> StepQuestion:
    seen = StepQuestion.objects.visible_to(signed_in(request)).select_related("step__procedure", "by")
    return get_object_or_404(seen, pk=pk)


def _place(step: KnownStep) -> str:
    return f"{reverse('work:procedure', args=[step.procedure_id])}#step-{step.key}"


def _page(
    request: HttpRequest, step: KnownStep, form: forms.Form, *, question: StepQuestion | None = None
) -> HttpResponse:
    context = {"step": step, "form": form, "question": question}
    return render(request, "work/questions/page.html", context, status=422 if form.errors else 200)
