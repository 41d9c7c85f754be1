"""Invitations: sending them, handing a link over, and the page behind the link."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from genba.people.access import ADMINISTRATOR, ANYBODY, QUALITY, needs, signed_in
from genba.people.forms.invitation import AcceptForm
from genba.people.inviting import accept, hand_over, invite
from genba.people.models import Invitation, Person
from genba.people.sign_in import come_in
from genba.people.views.people import person_page
from genba.people.views.sent import sent, status_for
from genba.ui.toasts import toast


@needs(QUALITY, ADMINISTRATOR)
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation, or a new one."""
    by = signed_in(request)
    person = get_object_or_404(Person.objects.changeable_by(by), pk=pk)
    try:
        invite(person, by=by)
    except ValidationError as refusal:
        toast(request, refusal.messages[0], tone="bad")
    else:
        toast(request, _("An invitation is on its way to %(name)s.") % {"name": person.name})
    return redirect("people:person", pk)


@needs(QUALITY, ADMINISTRATOR)
@require_POST
@never_cache
def show_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a link once, to hand over where mail does not reach."""
    by = signed_in(request)
    person = get_object_or_404(Person.objects.changeable_by(by), pk=pk)
    try:
        link = hand_over(person, by=by)
    except ValidationError as refusal:
        toast(request, refusal.messages[0], tone="bad")
        return redirect("people:person", pk)
    return person_page(request, person, link=link)


@needs(ANYBODY)
@never_cache
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Choose how to sign in, and come in."""
    invitation = Invitation.objects.opened_by(token)
    if invitation is None:
        return render(request, "people/invitation_over.html", status=410)
    form = AcceptForm(sent(request), person=invitation.person)
    if request.method == "POST" and form.is_valid():
        if accept(invitation, name=form.cleaned_data["name"], password=form.cleaned_data["password"]):
            return come_in(request, invitation.person)
        return render(request, "people/invitation_over.html", status=410)
    context = {"form": form, "invitation": invitation}
    return render(request, "people/invited.html", context, status=status_for(request))
