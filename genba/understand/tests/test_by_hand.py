"""Readings written down, corrected, left out and marked by hand, and who may."""

from datetime import timedelta

import pytest
from django.utils import timezone

from genba.trail.models import Fact
from genba.understand.models import Metric
from genba.understand.series import series_of
from genba.understand.tests.factory import FIRST, make_measured, make_metric

pytestmark = pytest.mark.django_db


def address(metric, number, verb=""):
    reading = metric.readings.order_by("at")[number]
    return f"/metrics/{metric.pk}/readings/{reading.pk}/{verb}"


def refused(response):
    assert response.status_code == 422
    return response.content.decode()


def test_a_member_writes_a_number_down_in_one_field(cast, sign_in):
    metric = make_metric(cast)
    member = sign_in(cast.tomas)
    page = member.get(f"/metrics/{metric.pk}/").content.decode()
    assert page.count('inputmode="decimal"') == 1
    member.post(f"/metrics/{metric.pk}/readings/", {"value": "12.5", "day": timezone.localdate()})
    reading = metric.readings.get()
    assert (reading.value, reading.by) == (12.5, cast.tomas)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"value": "many"}, "Enter a number"),
        ({"value": "NaN"}, "Enter a number"),
        ({"value": "inf"}, "Enter a number"),
        ({"value": "-1"}, "cannot be less than zero"),
        ({"value": "3", "day": "2999-01-01"}, "still to come"),
        ({"value": "3", "day": "0001-01-01"}, "too long ago"),
        ({"value": "3", "day": "2025-01-06"}, "There is a reading for this time already"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_stays_typed(cast, sign_in, typed, words):
    metric = make_measured(cast, [1])
    metric.readings.update(at=timezone.make_aware(FIRST.replace(tzinfo=None)))
    typed = {"day": timezone.localdate().isoformat(), "note": "By the gate", **typed}
    page = refused(sign_in(cast.tomas).post(f"/metrics/{metric.pk}/readings/", typed))
    assert words in page
    assert "By the gate" in page
    assert metric.readings.count() == 1


@pytest.mark.parametrize("out_of", ["0", "", "many"])
def test_a_share_needs_something_it_is_out_of(cast, sign_in, out_of):
    metric = make_metric(cast, shape="proportion", per=100)
    typed = {"value": "3", "denominator": out_of, "day": timezone.localdate()}
    page = refused(sign_in(cast.tomas).post(f"/metrics/{metric.pk}/readings/", typed))
    assert 'href="#id_denominator"' in page
    assert not metric.readings.exists()


def test_a_typing_mistake_is_corrected_by_whoever_may_write_readings_down(cast, sign_in):
    metric = make_measured(cast, [12, 31, 14])
    assert sign_in(cast.wanda).post(address(metric, 1, "correction/"), {"value": "13"}).status_code == 404
    assert "cannot be less" in refused(
        sign_in(cast.tomas).post(address(metric, 1, "correction/"), {"value": "-4"})
    )
    sign_in(cast.tomas).post(address(metric, 1, "correction/"), {"value": "13"})
    assert [one.value for one in metric.readings.all()] == [12, 13, 14]
    assert Fact.objects.get(name="understand.reading_corrected").data["before"] == 31


def test_leaving_out_needs_a_reason_and_is_for_those_who_answer(cast, sign_in):
    metric = make_measured(cast, [12, 99, 14])
    lead = sign_in(cast.amira)
    assert sign_in(cast.tomas).post(address(metric, 1, "leaving-out/"), {"why": "x"}).status_code == 404
    assert "required" in refused(lead.post(address(metric, 1, "leaving-out/"), {"why": " "}))
    lead.post(address(metric, 1, "leaving-out/"), {"why": "The counter stood still."})
    assert "The counter stood still." in lead.get(f"/metrics/{metric.pk}/").content.decode()
    assert series_of(metric)[1].left_out.tolist() == [False, True, False]
    lead.post(address(metric, 1, "counting/"))
    assert not series_of(metric)[1].left_out.any()


def test_a_step_change_is_marked_at_a_reading_and_taken_back(cast, sign_in):
    metric = make_measured(cast, [1, 2, 3, 4])
    lead = sign_in(cast.amira)
    lead.post(address(metric, 2, "step-change/"), {"why": "The new press runs."})
    assert "already" in refused(lead.post(address(metric, 2, "step-change/"), {"why": "Again"}))
    page = lead.get(f"/metrics/{metric.pk}/").content.decode()
    assert "The new press runs." in page
    assert "Amira Khan" in page
    assert series_of(metric)[1].starts == (0, 2)
    change = metric.step_changes.get()
    assert (
        sign_in(cast.tomas).post(f"/metrics/{metric.pk}/step-changes/{change.pk}/strike/").status_code == 404
    )
    lead.post(f"/metrics/{metric.pk}/step-changes/{change.pk}/strike/")
    assert series_of(metric)[1].starts == (0,)


def test_limits_are_frozen_at_a_reading_and_freed(cast, sign_in):
    metric = make_measured(cast, [1, 2, 3, 4])
    sign_in(cast.tomas).post(address(metric, 2, "freeze/"))
    lead = sign_in(cast.amira)
    lead.post(address(metric, 1, "freeze/"))
    metric.refresh_from_db()
    assert series_of(metric)[1].frozen == 2
    assert "The limits are frozen" in lead.get(f"/metrics/{metric.pk}/").content.decode()
    lead.post(f"/metrics/{metric.pk}/freeing/")
    metric.refresh_from_db()
    assert metric.frozen_until is None


def test_everybody_sees_a_reading_and_a_stranger_signs_in(cast, sign_in):
    metric, other = make_measured(cast, [1]), make_metric(cast, "Other")
    page = sign_in(cast.nobody).get(address(metric, 0))
    assert "quality may correct it" in page.content.decode()
    assert sign_in(None).get(address(metric, 0)).status_code == 302
    key = metric.readings.get().pk
    assert sign_in(cast.quentin).get(f"/metrics/{other.pk}/readings/{key}/").status_code == 404


def test_what_genba_counts_is_not_written_by_hand_until_somebody_says_so(cast, sign_in):
    metric = make_metric(cast, library="ideas_submitted", computes="ideas_submitted")
    lead = sign_in(cast.amira)
    page = lead.get(f"/metrics/{metric.pk}/").content.decode()
    assert "Fewer than 5 people" in page
    assert lead.post(f"/metrics/{metric.pk}/readings/", {"value": "1"}).status_code == 404
    form = lead.get(f"/metrics/{metric.pk}/details/").context["form"]
    words = {
        name: form[name].value() or ""
        for name in form.fields
        if name not in {"is_counted", "may_be_negative"}
    }
    wrong = {**words, "is_counted": "on", "shape": "measure"}
    assert "Genba counts this as" in refused(lead.post(f"/metrics/{metric.pk}/details/", wrong))
    lead.post(f"/metrics/{metric.pk}/details/", words)
    assert Metric.objects.get().computes == ""


def test_a_metric_is_closed_and_measured_again(cast, sign_in):
    metric = make_metric(cast)
    assert sign_in(cast.tomas).post(f"/metrics/{metric.pk}/closing/").status_code == 404
    lead = sign_in(cast.amira)
    lead.post(f"/metrics/{metric.pk}/closing/")
    assert not Metric.objects.current().exists()
    assert lead.post(f"/metrics/{metric.pk}/readings/", {"value": "1"}).status_code == 404
    lead.post(f"/metrics/{metric.pk}/reopening/")
    assert Metric.objects.current().exists()


def test_the_day_of_a_reading_is_its_midnight_here(cast, sign_in):
    metric, day = make_metric(cast), timezone.localdate() - timedelta(days=3)
    sign_in(cast.quentin).post(f"/metrics/{metric.pk}/readings/", {"value": "1", "day": day})
    assert timezone.localtime(metric.readings.get().at).isoformat()[:16] == f"{day}T00:00"


def test_the_form_of_a_correction_shows_a_number_as_people_write_it(cast, sign_in):
    metric = make_measured(cast, [31, 4.5])
    whole, part = (sign_in(cast.tomas).get(address(metric, place)).content.decode() for place in (0, 1))
    assert 'value="31"' in whole
    assert 'value="4.5"' in part
