"""The doors of reading: what is different, one question, read and understood."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.ui.toasts import toast
from genba.work import readings
from genba.work.difference import between
from genba.work.forms.suggesting import ReadingForm
from genba.work.look import shown
from genba.work.models import Procedure
from genba.work.views.finding import done, posted, seen_version
from genba.work.who_read import answers_to, by_team


@needs(SIGNED_IN)
def read(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Read the difference first, answer one question, and be done with it."""
    version = seen_version(request, pk, number)
    reading = get_object_or_404(version.readings, person=signed_in(request))
    if reading.stopped_at and not reading.read_at:
        return redirect("work:procedure", pk)
    form = ReadingForm(posted(request), version=version)
    if request.method == "POST" and done(
        form, lambda: readings.read(reading, answer=form.cleaned_data.get("answer", ""))
    ):
        toast(request, _("Thank you for reading."))
        return redirect("work:read", pk, number)
    old = readings.compared_with(reading)
    context = {
        "version": version,
        "procedure": version.procedure,
        "reading": reading,
        "old": old,
        "difference": between(old, version) if old else None,
        "lines": shown(version.steps),
        "form": form,
    }
    return render(request, "work/reading/read.html", context, status=422 if form.errors else 200)


@needs(SIGNED_IN)
def readers(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Who has read it, by team, for those who answer for the team."""
    version, person = seen_version(request, pk, number), signed_in(request)
    teams = by_team(version, person)
    may_change = Procedure.objects.changeable_by(person).filter(pk=pk).exists()
    if not teams and not may_change:
        raise Http404
    answers = answers_to(version) if may_change else []
    context = {"version": version, "procedure": version.procedure, "teams": teams, "answers": answers}
    return render(request, "work/reading/readers.html", context)
