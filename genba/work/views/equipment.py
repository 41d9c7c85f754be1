"""Equipment: the list, the page that its label opens, and what is done with it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from genba.people.access import ANYBODY, LEAD, QUALITY, SIGNED_IN, needs, signed_in
from genba.people.views.sent import sent, status_for
from genba.sources.export import csv_rows
from genba.ui.toasts import toast
from genba.work.equipment import keeping
from genba.work.equipment.affected import in_doubt
from genba.work.equipment.label import label_of
from genba.work.equipment.listing import heading, lines, listed
from genba.work.equipment.standing import standing_of, with_last_comparison
from genba.work.equipment.watching import calendar_key, calendar_of, person_with
from genba.work.forms.document import WhyForm
from genba.work.forms.equipment import CalibrationForm, EquipmentFilter, EquipmentForm, MeasurementForm
from genba.work.forms.named import in_errors
from genba.work.models import Equipment

A_PAGE = 50
SHOWN = 20


@needs(SIGNED_IN)
def equipment_list(request: HttpRequest) -> HttpResponse:
    """The register, and what is due."""
    filters, asked = _asked(request)
    person = signed_in(request)
    page = Paginator(with_last_comparison(listed(person, asked)), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "rows": [(one, standing_of(one)) for one in page],
        "query": request.GET.urlencode(),
        "is_filtered": any(asked.values()),
        "may_add": person.is_quality or person.is_lead,
        "calendar": reverse("work:calibrations_ics", args=[calendar_key(person)]),
    }
    return render(request, "work/equipment/list.html", context)


@needs(SIGNED_IN)
def equipment_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a file; no cell of it is a formula."""
    _filters, asked = _asked(request)
    return StreamingHttpResponse(
        csv_rows(heading(), lines(listed(signed_in(request), asked))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="equipment.csv"'},
    )


@needs(ANYBODY)
@require_safe
def calibrations_ics(request: HttpRequest, key: str) -> HttpResponse:
    """The due days for a calendar program, which cannot sign in: the key in the address opens it."""
    del request
    person = person_with(key)
    if person is None:
        raise Http404
    return HttpResponse(
        calendar_of(person),
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, max-age=3600", "Referrer-Policy": "no-referrer"},
    )


@needs(LEAD, QUALITY)
def new_equipment(request: HttpRequest) -> HttpResponse:
    """Add a gauge."""
    return _keep(request, Equipment())


@needs(SIGNED_IN)
def edit_equipment(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of it."""
    return _keep(request, _changeable(request, pk))


@needs(SIGNED_IN)
def equipment(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether it may be used, in one word; what it was found to be; what was measured with it."""
    return _page(request, _seen(request, pk))


@needs(SIGNED_IN)
def equipment_label(request: HttpRequest, pk: int) -> HttpResponse:
    """The label to stick on it."""
    found = _seen(request, pk)
    headers = {"Content-Disposition": f'inline; filename="label-{found.pk}.pdf"'}
    return HttpResponse(label_of(found), content_type="application/pdf", headers=headers)


@needs(SIGNED_IN)
@require_POST
def calibrate(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a calibration down."""
    form = CalibrationForm(request.POST, request.FILES, auto_id="calibration_%s")
    return _do(
        request,
        _changeable(request, pk),
        "calibration",
        form,
        lambda one, words: keeping.calibrate(one, by=signed_in(request), **words),
    )


@needs(SIGNED_IN)
@require_POST
def strike_calibration(request: HttpRequest, pk: int, calibration: int) -> HttpResponse:
    """It was entered by mistake."""
    struck = get_object_or_404(_changeable(request, pk).calibrations, pk=calibration)
    form = WhyForm(request.POST, auto_id=f"strike_{calibration}_%s")
    return _do(
        request,
        struck.equipment,
        f"strike_{calibration}",
        form,
        lambda _one, words: keeping.strike(struck, by=signed_in(request), **words),
    )


@needs(SIGNED_IN)
@require_POST
def note_measurement(request: HttpRequest, pk: int) -> HttpResponse:
    """What was measured with it, noted by hand by anybody."""
    form = MeasurementForm(request.POST, auto_id="measured_%s")
    return _do(
        request,
        _seen(request, pk),
        "measured",
        form,
        lambda one, words: keeping.note_measurement(one, by=signed_in(request), **words),
    )


@needs(SIGNED_IN)
@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """It is broken, lost or in doubt."""
    form = WhyForm(request.POST, auto_id="out_%s")
    return _do(
        request,
        _changeable(request, pk),
        "out",
        form,
        lambda one, words: keeping.take_out(one, by=signed_in(request), **words),
    )


@needs(SIGNED_IN)
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody will use it any more."""
    form = WhyForm(request.POST, auto_id="retire_%s")
    return _do(
        request,
        _changeable(request, pk),
        "retire",
        form,
        lambda one, words: keeping.retire(one, by=signed_in(request), **words),
    )


@needs(SIGNED_IN)
@require_POST
def take_into_use(request: HttpRequest, pk: int) -> HttpResponse:
    """It may be used again."""
    keeping.take_into_use(_changeable(request, pk), by=signed_in(request))
    toast(request, _("It is in use again."))
    return redirect("work:equipment", pk)


def _keep(request: HttpRequest, kept: Equipment) -> HttpResponse:
    person, title = signed_in(request), str(kept.name)
    form = EquipmentForm(sent(request), instance=kept, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.keep_equipment(form.instance, by=person)
        except ValidationError as refusal:
            in_errors(form, refusal)
        else:
            toast(request, _("Saved."))
            return redirect("work:equipment", form.instance.pk)
    context = {"form": form, "equipment": kept, "title": title}
    return render(request, "work/equipment/form.html", context, status=status_for(request))


def _do(
    request: HttpRequest,
    changed: Equipment,
    name: str,
    form: forms.Form,
    act: Callable[[Equipment, dict[str, Any]], object],
) -> HttpResponse:
    """Do it when the form is right; otherwise show the page with everything that was typed."""
    if not form.is_valid():
        return _page(request, changed, status=422, **{name: form})
    act(changed, form.cleaned_data)
    toast(request, _("Saved."))
    return redirect("work:equipment", changed.pk)


def _page(request: HttpRequest, shown: Equipment, *, status: int = 200, **typed: forms.Form) -> HttpResponse:
    may_change = Equipment.objects.changeable_by(signed_in(request)).filter(pk=shown.pk).exists()
    calibrations = list(shown.calibrations.select_related("written_by"))
    today = timezone.localdate()
    fresh: dict[str, forms.Form] = {
        "measured": MeasurementForm(auto_id="measured_%s", initial={"on": today}),
        "calibration": CalibrationForm(auto_id="calibration_%s", initial={"on": today, "where": "outside"}),
        "out": WhyForm(auto_id="out_%s"),
        "retire": WhyForm(auto_id="retire_%s"),
    }
    strikes = {one.pk: typed.get(f"strike_{one.pk}") for one in calibrations}
    context = {
        "equipment": shown,
        "standing": standing_of(shown),
        "calibrations": [
            (one, strikes[one.pk] or WhyForm(auto_id=f"strike_{one.pk}_%s")) for one in calibrations
        ],
        "in_doubt": in_doubt(calibrations),
        "measurements": shown.measurements.select_related("noted_by", "result")[:SHOWN],
        "may_change": may_change,
        "forms": fresh | typed,
        "open": next(iter(typed), ""),
    }
    return render(request, "work/equipment/equipment.html", context, status=status)


def _seen(request: HttpRequest, pk: int) -> Equipment:
    found = Equipment.objects.visible_to(signed_in(request)).select_related("team", "place")
    return get_object_or_404(found, pk=pk)


def _changeable(request: HttpRequest, pk: int) -> Equipment:
    found = Equipment.objects.changeable_by(signed_in(request)).select_related("team", "place")
    return get_object_or_404(found, pk=pk)


def _asked(request: HttpRequest) -> tuple[EquipmentFilter, dict[str, Any]]:
    """What the address asks for; a filter that means nothing is left out."""
    filters = EquipmentFilter(request.GET)
    filters.is_valid()
    return filters, filters.cleaned_data
