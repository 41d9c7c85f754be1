"""The calendar of audits."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from genba.people.access import QUALITY, SIGNED_IN, needs, signed_in
from genba.people.views.sent import sent, status_for
from genba.ui.toasts import toast
from genba.understand.forms.sign import AuditDateForm
from genba.understand.models import AuditDate
from genba.understand.signs.audit_dates import keep_audit_date, withdraw


@needs(SIGNED_IN)
@require_safe
def audit_dates(request: HttpRequest) -> HttpResponse:
    """When audits are and were."""
    person, today = signed_in(request), timezone.localdate()
    found = list(AuditDate.objects.visible_to(person))
    context = {
        "to_come": [one for one in found if one.day >= today],
        "past": [one for one in reversed(found) if one.day < today],
        "may_change": person.is_quality,
    }
    return render(request, "understand/audits/dates.html", context)


@needs(QUALITY)
def new_audit_date(request: HttpRequest) -> HttpResponse:
    """Add a day."""
    return _keep(request, AuditDate())


@needs(QUALITY)
def edit_audit_date(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a day."""
    return _keep(request, get_object_or_404(AuditDate.objects.changeable_by(signed_in(request)), pk=pk))


@needs(QUALITY)
@require_POST
def withdraw_audit_date(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a day out."""
    found = get_object_or_404(AuditDate.objects.changeable_by(signed_in(request)), pk=pk)
    withdraw(found, by=signed_in(request))
    toast(request, _("The day is taken out."))
    return redirect("understand:audit_dates")


def _keep(request: HttpRequest, found: AuditDate) -> HttpResponse:
    form = AuditDateForm(sent(request), instance=found)
    if form.is_bound and form.is_valid():
        try:
            keep_audit_date(found, by=signed_in(request))
        except ValidationError as refused:
            form.add_error("name", refused.messages[0])
        else:
            return redirect("understand:audit_dates")
    context = {"form": form, "audit": found}
    return render(request, "understand/audits/edit.html", context, status=status_for(request))
