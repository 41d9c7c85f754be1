"""The doors of electronic signatures: sign a record, read a signature, take along what was signed."""

from smtplib import SMTPException
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from genba.front.signed import Page, page_of, values_of
from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.forms.signing import SigningForm
from genba.people.guessing import may_mail
from genba.people.once import writes_itself
from genba.people.proving import (
    NotProved,
    go_on_sitting,
    is_first,
    mail_code,
    passkey_request,
    prove,
    ways_of,
)
from genba.people.signing import Desk, VersionChanged, desk_for, sign, signed_already
from genba.trail.models import Signature
from genba.ui.toasts import toast


@writes_itself(
    "one person signs one version with one meaning once; a wrong try is told although it is refused"
)
@needs(SIGNED_IN)
@never_cache
def sign_record(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Look at what lies there, say what the signature means, show who one is, sign."""
    desk = _desk(request, kind, key)
    form = _form(request, desk, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, desk, form, status=422 if form.errors else 200)
    try:
        done = _signed(request, desk, form)
    except NotProved as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, desk, form, status=422)
    except VersionChanged:
        return _look_again(request, desk)
    return redirect("front:signature", done.pk)


@writes_itself("a new code takes the place of the one before")
@needs(SIGNED_IN)
@require_POST
@never_cache
def send_code(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Mail a code to somebody who has no other way to show who they are; what was typed stays."""
    desk = _desk(request, kind, key)
    if not ways_of(desk.person).mail:
        raise Http404
    form = _form(request, desk, initial=request.POST.dict())
    if not may_mail(desk.person.email):
        toast(request, _("That was a little fast. Wait a minute, then try again."), tone="bad")
        return _page(request, desk, form, status=429)
    try:
        mail_code(request, desk.person)
    except (OSError, SMTPException):
        toast(request, _("The mail could not be sent just now. Try again in a minute."), tone="bad")
        return _page(request, desk, form, status=503)
    toast(request, _("The code is on its way. It is good for ten minutes."))
    return _page(request, desk, form)


@needs(SIGNED_IN)
def signature(request: HttpRequest, pk: int) -> HttpResponse:
    """One signature: name, time, meaning, and what was signed. Made to be printed."""
    return render(request, "front/signature.html", {"page": _signature_page(request, pk)})


@needs(SIGNED_IN)
def signed_content(request: HttpRequest, pk: int) -> HttpResponse:
    """The exact bytes that were signed, to look at with other programs."""
    page = _signature_page(request, pk)
    answer = HttpResponse(page.content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="signature-{pk}.json"'
    return answer


def _signed(request: HttpRequest, desk: Desk, form: SigningForm) -> Signature:
    """Show who one is, then sign; the same form sent twice signs once."""
    if done := signed_already(desk, form.intent()):
        return done
    about = (desk.signable.kind, str(desk.record.pk))
    way = prove(request, desk.person, form.shown, about=about)
    done = sign(desk, form.intent(proved_by=way))
    go_on_sitting(request, desk.person)
    toast(request, _("Signed."))
    return done


def _desk(request: HttpRequest, kind: str, key: str) -> Desk:
    desk = desk_for(signed_in(request), kind, key)
    if desk is None:
        raise Http404
    return desk


def _signature_page(request: HttpRequest, pk: int) -> Page:
    found = get_object_or_404(Signature.objects.select_related("words"), pk=pk)
    page = page_of(found, signed_in(request))
    if page is None:
        raise Http404
    return page


def _form(request: HttpRequest, desk: Desk, data: Any = None, **more: Any) -> SigningForm:
    start = {"seen": desk.signable.version_hash(desk.record), **more.pop("initial", {})}
    return SigningForm(
        data,
        meanings=desk.signable.meanings(desk.record),
        ways=ways_of(desk.person),
        is_first=is_first(request, desk.person),
        initial=start,
        **more,
    )


def _look_again(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Somebody has changed the record meanwhile: nothing is signed, the new version is shown."""
    fresh = _desk(request, desk.signable.kind, str(desk.record.pk))
    kept = {name: request.POST.get(name, "") for name in ("meaning", "reason", "address")}
    form = _form(request, fresh, initial=kept)
    return _page(request, fresh, form, status=409, has_changed=True)


def _page(
    request: HttpRequest, desk: Desk, form: SigningForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "desk": desk,
        "form": form,
        "values": values_of(desk.signable, desk.signable.version_bytes(desk.record)),
        "version_hash": desk.signable.version_hash(desk.record),
        "url": desk.subject.url(desk.record),
        "ways": ways_of(desk.person),
        **more,
    }
    if "credential" in form.fields:
        context["js_data"] = {"request_options": passkey_request(desk.person)}
    return render(request, "front/sign.html", context, status=status)
