"""What is to be reached, what it may cost elsewhere, and the rhythm in which one looks."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from genba.trail.models import Fact
from genba.understand.hiding import teaches_hiding
from genba.understand.marking import set_target
from genba.understand.models import Metric, Target
from genba.understand.tests.factory import FIRST, make_measured, make_metric

pytestmark = pytest.mark.django_db


@pytest.fixture
def words():
    return {"value": "8", "by_day": (timezone.localdate() + timedelta(days=90)).isoformat()}


def test_a_target_is_set_with_its_counter_metric_and_stands_beside_the_chart(cast, sign_in, words):
    metric = make_metric(cast)
    counter = make_measured(cast, [4, 7], name="Days to the first answer", unit="days")
    lead = sign_in(cast.amira)
    lead.post(f"/metrics/{metric.pk}/target/", {**words, "counter": counter.pk, "why": "As last year."})
    page = lead.get(f"/metrics/{metric.pk}/").content.decode()
    assert "As last year." in page
    assert "Days to the first answer" in page
    lead.post(f"/metrics/{metric.pk}/target/end/")
    assert not Target.objects.filter(ended_on=None).exists()
    assert lead.post(f"/metrics/{metric.pk}/target/end/").status_code == 404


def test_a_target_without_a_counter_metric_is_refused_and_nothing_typed_is_lost(cast, sign_in, words):
    metric = make_metric(cast)
    answer = sign_in(cast.amira).post(f"/metrics/{metric.pk}/target/", {**words, "why": "Because."})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["counter"]
    assert "Because." in answer.content.decode()
    own = sign_in(cast.amira).post(f"/metrics/{metric.pk}/target/", {**words, "counter": metric.pk})
    assert list(own.context["form"].errors) == ["counter"]


def test_the_library_suggests_the_counter_metric_and_chooses_it_where_we_have_it(cast, sign_in):
    metric = make_metric(cast, "Yield", library="first_pass_yield")
    lead = sign_in(cast.amira)
    page = lead.get(f"/metrics/{metric.pk}/target/").content.decode()
    assert "Complaint rate" in page
    assert "/metrics/new/?library=complaint_rate" in page
    ours = make_metric(cast, "Complaints here", library="complaint_rate")
    page = lead.get(f"/metrics/{metric.pk}/target/").content.decode()
    assert f'<option value="{ours.pk}" selected>' in page


def test_zero_of_what_people_report_is_answered_with_a_warning_and_a_better_target(cast, sign_in, words):
    metric, counter = make_metric(cast), make_metric(cast, "Answered in time")
    zero = {**words, "value": "0", "counter": counter.pk}
    lead = sign_in(cast.amira)
    answer = lead.post(f"/metrics/{metric.pk}/target/", zero)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A target of zero teaches hiding" in page
    assert "has a first answer within two days" in page
    assert words["by_day"] in page
    reasonless = lead.post(f"/metrics/{metric.pk}/target/", {**zero, "anyway": "on"})
    assert list(reasonless.context["form"].errors) == ["why"]
    lead.post(f"/metrics/{metric.pk}/target/", {**zero, "anyway": "on", "why": "The law says so."})
    assert (Target.objects.get().value, Target.objects.get().why) == (0, "The law says so.")


def test_zero_without_a_reason_is_refused_on_every_way(cast):
    metric, counter = make_metric(cast), make_metric(cast, "Answered in time")
    day = timezone.localdate() + timedelta(days=9)
    with pytest.raises(ValidationError, match="nevertheless"):
        set_target(metric, value=0, by_day=day, counter=counter, by=cast.amira, why=" ")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Accidents with lost time", 0, True),
        ("Accidents with lost time", 1, False),
        ("Kundenbeschwerden", 0, True),
        ("Incidents déclarés", 0, True),
        ("Quejas de clientes", 0, True),
        ("Scrap", 0, False),
        ("Days in stock", 0, False),
    ],
)
def test_the_warning_knows_what_people_report(name, value, expected):
    assert teaches_hiding(Metric(name=name, definition=""), value) is expected


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"value": "-2"}, "value"), ({"value": "nan"}, "value"), ({"by_day": "2020-01-01"}, "by_day")],
)
def test_a_target_that_cannot_be_is_refused_at_its_field(cast, sign_in, words, typed, field):
    metric, counter = make_metric(cast), make_metric(cast, "Other")
    answer = sign_in(cast.amira).post(
        f"/metrics/{metric.pk}/target/", {**words, "counter": counter.pk, **typed}
    )
    assert list(answer.context["form"].errors) == [field]


def test_only_who_answers_for_a_metric_sets_its_target(cast, sign_in, words):
    metric = make_metric(cast)
    for person in (cast.tomas, cast.wanda, cast.audrey):
        assert sign_in(person).get(f"/metrics/{metric.pk}/target/").status_code == 404
    assert sign_in(cast.quentin).get(f"/metrics/{metric.pk}/target/").status_code == 200


def test_the_owner_is_told_of_a_look_that_is_due_until_she_looked(cast, sign_in):
    metric = make_metric(cast, "Scrap of the week", review="month")
    make_metric(cast, "Whenever", review="event")
    lead = sign_in(cast.amira)
    due = lead.get("/metrics/").context["look"]
    assert [one.name for one, _day in due["rows"]] == ["Scrap of the week"]
    assert "Metrics to look at" in lead.get("/metrics/").content.decode()
    assert "Metrics to look at" not in sign_in(cast.tomas).get("/metrics/").content.decode()
    for _tap in range(2):
        lead.post(f"/metrics/{metric.pk}/looks/")
    assert Fact.objects.filter(name="understand.metric_looked_at").count() == 1
    assert "Metrics to look at" not in lead.get("/metrics/").content.decode()


def test_a_look_falls_due_again_when_its_rhythm_has_passed(cast, sign_in):
    metric = make_metric(cast, review="week", reviewed_on=timezone.localdate() - timedelta(days=6))
    lead = sign_in(cast.amira)
    assert "Metrics to look at" not in lead.get("/metrics/").content.decode()
    Metric.objects.filter(pk=metric.pk).update(reviewed_on=timezone.localdate() - timedelta(days=7))
    assert "Metrics to look at" in lead.get("/metrics/").content.decode()
    assert "A look is due." in lead.get(f"/metrics/{metric.pk}/").content.decode()
    assert FIRST.date() == metric.made_on
