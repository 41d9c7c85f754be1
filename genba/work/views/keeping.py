"""The doors of a procedure in force: it is still right, it is retired, it comes back."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.ui.toasts import toast
from genba.work.forms.life import BecauseForm
from genba.work.life import reviewing
from genba.work.views.finding import changeable_procedure, done, posted


@needs(SIGNED_IN)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Still right: one tap, and the next date is set."""
    procedure = changeable_procedure(request, pk)
    try:
        reviewing.confirm(procedure, by=signed_in(request))
        toast(request, _("Good. We look again on the next date."))
    except ValidationError as refusal:
        toast(request, " ".join(refusal.messages), tone="warn")
    return redirect("work:procedure", pk)


@needs(SIGNED_IN)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a procedure out of use, with a reason."""
    procedure = changeable_procedure(request, pk)
    form = BecauseForm(posted(request), question=_("Why is it not needed any more?"))
    if request.method == "POST" and done(
        form,
        lambda: reviewing.retire(procedure, by=signed_in(request), because=form.cleaned_data["because"]),
    ):
        toast(request, _("It is retired. It can come back at any time."))
        return redirect("work:procedure", pk)
    context = {"procedure": procedure, "form": form}
    return render(request, "work/life/retire.html", context, status=422 if form.errors else 200)


@needs(SIGNED_IN)
@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a retired procedure into use again."""
    procedure = changeable_procedure(request, pk)
    try:
        reviewing.bring_back(procedure, by=signed_in(request))
        toast(request, _("It is in use again. Please look whether it is still right."))
    except ValidationError as refusal:
        toast(request, " ".join(refusal.messages), tone="warn")
    return redirect("work:procedure", pk)
