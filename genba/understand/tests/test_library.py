from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from genba.understand.computed.registry import computation_named
from genba.understand.library.ready import GROUPS, all_ready, ready_named
from genba.understand.models import Metric
from genba.understand.tests.factory import make_measured

pytestmark = pytest.mark.django_db
NAMED_BY_THE_ISSUE = {
    "defect_density", "first_pass_yield", "complaint_rate", "time_to_resolve", "time_to_first_answer",
    "rework_cost", "double_handling", "near_misses_per_head", "ideas_submitted", "ideas_implemented",
    "on_time_delivery", "margin", "throughput", "contacts_per_order", "employee_turnover",
    "audit_findings", "card_effectiveness",
}  # fmt: skip


def test_every_ready_metric_is_whole():
    assert {one.code for one in all_ready()} == NAMED_BY_THE_ISSUE
    for one in all_ready():
        assert one.group in GROUPS
        assert one.shape in Metric.Shape.values
        assert {one.better, one.role, one.rhythm} <= {
            *Metric.Better.values,
            *Metric.Role.values,
            *Metric.Rhythm.values,
        }
        assert all(one.words)
        assert one.counter != one.code
        assert ready_named(one.counter)
        assert str(one.counter_why)
        assert not one.computes or computation_named(one.computes)
        assert (one.per > 1) <= (one.shape in {"proportion", "rate"})


def test_one_tap_fills_the_form_and_what_is_kept_knows_where_it_is_from(cast, sign_in):
    lead = sign_in(cast.amira)
    page = lead.get("/metrics/library/").content.decode()
    address = "/metrics/new/?library=first_pass_yield"
    assert address in page
    form = lead.get(address).context["form"]
    words = {name: form[name].value() or "" for name in form.fields if name != "may_be_negative"}
    assert lead.post(address, {**words, "name": "Right at once"}).status_code == 302
    kept = Metric.objects.get()
    assert (kept.name, kept.library, kept.computes) == (
        "Right at once",
        "first_pass_yield",
        "first_pass_yield",
    )
    assert (kept.shape, kept.per, kept.better, kept.owner) == ("proportion", 100, "up", cast.amira)
    assert "Take it once more" in lead.get("/metrics/library/?q=first pass").content.decode()


def test_the_library_is_searched_by_any_word_of_it(cast, sign_in):
    member = sign_in(cast.tomas)
    found = member.get("/metrics/library/?q=CUSTOMER contacts").content.decode()
    assert "Customer friction" in found
    assert "Employee turnover" not in found
    assert "No ready metric says that" in member.get("/metrics/library/?q=zzz").content.decode()
    assert "/metrics/new/" not in member.get("/metrics/library/").content.decode()


def test_a_code_that_is_not_on_the_shelf_opens_an_empty_form(cast, sign_in):
    form = sign_in(cast.quentin).get("/metrics/new/?library=nonsense").context["form"]
    assert form["name"].value() in (None, "")


def test_the_list_shows_the_newest_reading_as_people_tell_it(cast, sign_in):
    make_measured(cast, [3, 6], [100, 120], name="Faults", shape="proportion", per=100, unit="percent")
    page = sign_in(cast.tomas).get("/metrics/").content.decode()
    assert "<strong><bdi>5</bdi></strong>" in page
    assert "No metric says that" in sign_in(cast.tomas).get("/metrics/?q=zzz").content.decode()


def test_the_list_tells_a_number_as_exactly_as_its_chart_and_no_hour_of_a_whole_day(cast, sign_in):
    metric = make_measured(cast, [25], name="Days to repair")
    midnight = timezone.make_aware(datetime(2025, 3, 3))  # noqa: DTZ001  (of the house's zone)
    metric.readings.update(value=10.9, at=midnight)
    reader = sign_in(cast.tomas)
    page = reader.get("/metrics/").content.decode()
    assert "<strong><bdi>10.9</bdi></strong>" in page
    for shown in (page, reader.get(f"/metrics/{metric.pk}/").content.decode()):
        assert '<time datetime="2025-03-03"' in shown
    metric.readings.update(at=midnight + timedelta(hours=6))
    assert '<time datetime="2025-03-03T' in reader.get("/metrics/").content.decode()


def test_the_list_asks_the_database_the_same_number_of_times_however_many(
    cast, sign_in, django_assert_max_num_queries
):
    member = sign_in(cast.tomas)
    for number in range(12):
        make_measured(cast, [1, 2], name=f"Metric {number}")
    with django_assert_max_num_queries(25):
        assert member.get("/metrics/").content.decode().count('class="row"') == 12
