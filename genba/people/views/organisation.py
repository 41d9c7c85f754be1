"""The organisation and its promise."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from genba.people.access import ADMINISTRATOR, EXECUTIVE, SIGNED_IN, needs, signed_in
from genba.people.forms.organisation import OrganisationForm, PromiseForm
from genba.people.models import Organisation, Person
from genba.people.views.sent import sent, status_for
from genba.ui.toasts import toast

MOST_SHOWN = 20


@needs(SIGNED_IN)
def organisation(request: HttpRequest) -> HttpResponse:
    """What the organisation promises, and who looks after this instance."""
    here = Person.objects.visible_to(signed_in(request)).filter(is_active=True)
    context = {
        "keepers": here.filter(is_administrator=True)[:MOST_SHOWN],
        "chiefs": here.filter(is_executive=True)[:MOST_SHOWN],
    }
    return render(request, "people/organisation.html", context)


@needs(ADMINISTRATOR)
def edit_organisation(request: HttpRequest) -> HttpResponse:
    """Rename the organisation."""
    theirs = get_object_or_404(Organisation)
    form = OrganisationForm(sent(request), instance=theirs)
    if request.method == "POST" and form.is_valid():
        theirs.keep(by=signed_in(request))
        toast(request, _("Saved."))
        return redirect("people:organisation")
    return render(request, "people/organisation_form.html", {"form": form}, status=status_for(request))


@needs(EXECUTIVE, ADMINISTRATOR)
def sign_promise(request: HttpRequest) -> HttpResponse:
    """Make the promise one's own: words, name, role, today's date."""
    by = signed_in(request)
    theirs = get_object_or_404(Organisation)
    name = by.name if by.is_executive else ""
    form = PromiseForm(sent(request), organisation=theirs, name=name)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        theirs.sign_promise(words=said["words"], name=said["name"], role=said["role"], by=by)
        toast(request, _("The promise is signed. Everybody who reports reads it now."))
        return redirect("people:organisation")
    return render(request, "people/promise_form.html", {"form": form}, status=status_for(request))
