"""API tokens: keys with which a program acts as a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from genba.people.access import SIGNED_IN, needs, signed_in
from genba.people.forms.organisation import TokenForm
from genba.people.models import ApiToken, Person
from genba.ui.toasts import toast

MOST_SHOWN = 200


@needs(SIGNED_IN)
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens; administrators see everybody's."""
    return render(request, "people/tokens.html", _context(signed_in(request)))


@needs(SIGNED_IN)
@require_POST
@never_cache
def issue_token(request: HttpRequest) -> HttpResponse:
    """Make a token. Its secret is shown on this one page and nowhere else."""
    by = signed_in(request)
    form = TokenForm(request.POST)
    if not form.is_valid():
        return render(request, "people/tokens.html", _context(by, form=form), status=422)
    token, secret = ApiToken.issue(by, **form.cleaned_data)
    return render(request, "people/tokens.html", {**_context(by), "token": token, "secret": secret})


@needs(SIGNED_IN)
@require_POST
def withdraw_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a token useless at once."""
    by = signed_in(request)
    token = get_object_or_404(ApiToken.objects.visible_to(by), pk=pk)
    token.withdraw(by=by)
    toast(request, _("The token “%(name)s” is withdrawn.") % {"name": token.name})
    return redirect("people:tokens")


def _context(person: Person, *, form: TokenForm | None = None) -> dict[str, object]:
    found = ApiToken.objects.visible_to(person).select_related("person")
    return {"found": found.kept()[:MOST_SHOWN], "form": form or TokenForm()}
