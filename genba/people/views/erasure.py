"""The doors of data protection: everything held about a person, and erasing a person."""

import tempfile
from datetime import date

from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import ADMINISTRATOR, QUALITY, SIGNED_IN, needs, signed_in
from genba.people.erasure import erase, obstacle, outlook
from genba.people.forms.erasure import ErasureForm
from genba.people.held import pack
from genba.people.models import Person
from genba.people.once import writes_itself
from genba.people.views.sent import sent, status_for
from genba.ui.toasts import toast

EACH_TAKING = "it only takes out, and each taking is a fact of its own"


@needs(QUALITY, ADMINISTRATOR)
def erasure(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at what goes and what stays, then erase."""
    by = signed_in(request)
    shown = get_object_or_404(Person.objects.changeable_by(by), pk=pk)
    view = outlook(shown)
    form = ErasureForm(sent(request), shown=shown, has_signatures=bool(view.signatures))
    if request.method == "POST" and form.is_valid():
        try:
            erase(shown, by=by, keep_printed_names=form.cleaned_data.get("keep_printed_names", False))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            toast(request, _("The details are erased."))
            return redirect("people:person", pk)
    context = {"shown": shown, "outlook": view, "obstacle": obstacle(shown, by=by), "form": form}
    return render(request, "people/erasure.html", context, status=status_for(request))


@writes_itself(EACH_TAKING)
@needs(QUALITY, ADMINISTRATOR)
@require_POST
def export(request: HttpRequest, pk: int) -> FileResponse:
    """Everything held about somebody, to hand over to them."""
    by = signed_in(request)
    return _parcel(get_object_or_404(Person.objects.changeable_by(by), pk=pk), by=by)


@writes_itself(EACH_TAKING)
@needs(SIGNED_IN)
@require_POST
def export_own(request: HttpRequest) -> FileResponse:
    """Everything held about oneself."""
    person = signed_in(request)
    return _parcel(person, by=person)


def _parcel(person: Person, *, by: Person) -> FileResponse:
    content = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    pack(person, content, by=by)
    content.seek(0)
    today: date = timezone.localdate()
    name = f"genba-{person.pk}-{today.isoformat()}.zip"
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
