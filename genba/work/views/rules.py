"""Why we ask: every rule with its why, what says none, and fields whose answers nobody reads."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from genba.people.access import QUALITY, SIGNED_IN, may_open, needs, signed_in
from genba.ui.rules import rule_named
from genba.ui.toasts import toast
from genba.work.asking.fields import field_coded
from genba.work.asking.overview import field_rows, lacking, rule_rows, whyless
from genba.work.asking.removing import ask_again, take_off
from genba.work.asking.whys import say_why, take_why_back
from genba.work.forms.rules import WhyForm
from genba.work.models import RuleWhy


@needs(SIGNED_IN)
def rules(request: HttpRequest) -> HttpResponse:
    """The whole list. What has no why, and what nobody reads, comes first."""
    fields = field_rows(timezone.localdate())
    by_place = rule_rows(fields)
    context = {
        "whyless": whyless(by_place),
        "lacking": lacking(),
        "idle": [row for row in fields if row.is_idle],
        "fields": fields,
        "off": [row for row in fields if row.off_since],
        "by_place": by_place,
        "rules_count": sum(len(rows) for _where, rows in by_place),
        "may_change": may_open(signed_in(request), (QUALITY,)),
    }
    return render(request, "work/rules.html", context)


@needs(QUALITY)
def change_why(request: HttpRequest, code: str) -> HttpResponse:
    """Put the organisation's own words in the place of the product's."""
    rule, person = rule_named(code), signed_in(request)
    if rule is None:
        raise Http404
    said = RuleWhy.objects.filter(code=code).first()
    start = {"why": (said.why if said else "") or rule.why, "owner": said.owner_id if said else None}
    form = WhyForm(request.POST or None, person=person, initial=start)
    if request.method == "POST" and form.is_valid():
        say_why(code, by=person, **form.cleaned_data)
        toast(request, _("These words are shown from now on."), undo=(_undo("let_product_say_why", code), {}))
        return redirect("work:rules")
    context = {"form": form, "rule": rule, "said": said if said and said.why else None}
    return render(request, "work/change_why.html", context, status=422 if form.errors else 200)


@needs(QUALITY)
@require_POST
def let_product_say_why(request: HttpRequest, code: str) -> HttpResponse:
    """The product's words count again."""
    if take_why_back(code, by=signed_in(request)):
        toast(request, _("The product's words are shown again."))
    return redirect("work:rules")


@needs(QUALITY)
@require_POST
def remove_field(request: HttpRequest, code: str) -> HttpResponse:
    """Ask a field no more; what was answered stays stored."""
    _known(code)
    if take_off(code, by=signed_in(request)):
        undo = (_undo("put_field_back", code), dict[str, str]())
        toast(request, _("It is not asked any more. What was answered stays stored."), undo=undo)
    return redirect("work:rules")


@needs(QUALITY)
@require_POST
def put_field_back(request: HttpRequest, code: str) -> HttpResponse:
    """Ask it again."""
    _known(code)
    if ask_again(code, by=signed_in(request)):
        toast(request, _("It is asked again."))
    return redirect("work:rules")


def _known(code: str) -> None:
    if field_coded(code) is None:
        raise Http404


def _undo(name: str, code: str) -> str:
    return reverse(f"work:{name}", args=[code])
