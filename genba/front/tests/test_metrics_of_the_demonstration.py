"""The demonstration measures something: its charts have much to show, and the same every time."""

import pytest
from django.utils import timezone

from genba.front import demo
from genba.people.models import Person
from genba.trail.models import Fact
from genba.understand.costs.adding_up import cost_of_quality
from genba.understand.models import Metric, Reading, Sign, StepChange, Target
from genba.understand.signs.night import look_for_signs

pytestmark = pytest.mark.django_db


@pytest.fixture
def quality(db):
    demo.load()
    return Person.objects.filter(is_quality=True).first()


def test_its_metrics_show_what_a_chart_can_show(quality, sign_in):
    assert Metric.objects.filter(readings=None, computes="").count() == 1
    assert Metric.objects.exclude(computes="").exclude(readings=None).count() >= 3
    assert StepChange.objects.exclude(by=None).exclude(why="").count() == 3
    assert Target.objects.filter(ended_on=None, counter__isnull=False).count() == 3
    assert Reading.objects.exclude(left_out_why="").count() == 1
    assert Metric.objects.exclude(frozen_until=None).count() == 1
    told = Fact.objects.filter(name="understand.reading_taken").count()
    assert told == Reading.objects.exclude(by=None).count() > 300
    icons = sign_in(quality).get("/metrics/grid/?look=icons").content.decode()
    for words in ("Only the usual variation", "direction we want", "direction we do not want"):
        assert words in icons


def test_each_of_its_metrics_has_a_page_and_the_list_names_them(quality, sign_in):
    browser = sign_in(quality)
    listed = browser.get("/metrics/").content.decode()
    for metric in Metric.objects.all():
        assert metric.name in listed
        page = browser.get(f"/metrics/{metric.pk}/")
        assert (page.status_code, metric.definition in page.content.decode()) == (200, True)


def test_its_cost_of_poor_quality_has_all_four_kinds_and_something_unknown(quality):
    costs = cost_of_quality(quality)
    assert [one.percent > 0 for one in costs.kinds] == [True] * 4
    assert (costs.unknown, costs.currency) == (1, "EUR")
    doing_again = next(one for one in costs.kinds[2].lines if one.line and one.below)
    assert len(doing_again.below) == 2


def test_nothing_of_it_lies_in_the_future(quality):
    now = timezone.now()
    assert not Reading.objects.filter(at__gt=now).exists()
    assert not Fact.objects.filter(at__gt=now).exists()


def test_the_first_night_raises_no_sign_besides_those_that_are_told(quality):
    before = set(Sign.objects.values_list("sign", "subject_id"))
    look_for_signs.call()
    moved = Sign.objects.filter(sign__in=("metric_moved", "counter_moved"), ended_at=None)
    assert set(moved.values_list("sign", "subject_id")) <= before
