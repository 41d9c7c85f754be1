"""The pages of metrics ask the database few questions, and no more of them when more is written down."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.people.models import Membership
from genba.understand.marking import mark_step_change, set_target
from genba.understand.measuring import leave_out
from genba.understand.tests.factory import FIRST, WEEKLY, make_measured, make_metric
from genba.understand.tests.feed_factory import make_feed
from genba.work.tests.factory import make_process
from genba.work.tests.test_few_questions import MOST, ROLES, asked

pytestmark = pytest.mark.django_db


def make_known(cast, name="Scrap"):
    """A metric about which everything is known: process, team, target, marks, what is left out, sources."""
    metric = make_measured(cast, WEEKLY, name=name, process=make_process(cast, name=f"Casting: {name}"))
    counter = make_measured(cast, [4, 7], name=f"{name}: days to the first answer", unit="days")
    by_day = timezone.localdate() + timedelta(days=90)
    set_target(metric, value=8, by_day=by_day, counter=counter, why="As last year.", by=cast.amira)
    for week in (5, 9):
        mark_step_change(metric, at=FIRST + timedelta(weeks=week), why=f"Press {week}", by=cast.amira)
    leave_out(metric.readings.all()[3], by=cast.amira, why="The scale was broken.")
    for name_of in ("one", "two"):
        make_feed(cast, f"http://127.0.0.1:9/{name_of}", metric)
    return metric


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_a_metric_asks_more_than_fifteen_times(cast, sign_in, role):
    metric = make_known(cast)
    counted_here = make_metric(cast, "Ideas", computes="ideas_submitted", process=metric.process, team=None)
    pages = [
        reverse("understand:metric", args=[metric.pk]),
        reverse("understand:metric", args=[counted_here.pk]),
        reverse("understand:metrics"),
        reverse("understand:grid"),
        reverse("understand:grid") + "?unusual=1",
    ]
    browser = sign_in(cast.people[role])
    counted = {page: len(asked(browser, page)) for page in pages}
    assert {page: count for page, count in counted.items() if count > MOST} == {}


@pytest.mark.parametrize("role", ["lead", "quality"])
def test_a_refused_reading_asks_no_more_than_fifteen_times(
    cast, sign_in, role, django_assert_max_num_queries
):
    browser, door = sign_in(cast.people[role]), reverse("understand:read_metric", args=[make_known(cast).pk])
    browser.post(door, {"value": ""})
    with django_assert_max_num_queries(MOST):
        assert browser.post(door, {"value": ""}).status_code == 422


def test_more_metrics_marks_and_teams_are_not_asked_more(cast, sign_in):
    metric, browser = make_known(cast), sign_in(cast.amira)
    pages = [reverse("understand:metric", args=[metric.pk]), reverse("understand:grid")]
    before = [len(asked(browser, page)) for page in pages]
    for number in range(3):
        make_known(cast, f"Scrap {number}")
        at = FIRST + timedelta(weeks=11 + number)
        mark_step_change(metric, at=at, why=f"Another press {number}", by=cast.quentin)
        make_feed(cast, f"http://127.0.0.1:9/{number}", metric)
    Membership.objects.create(person=cast.amira, team=cast.ward, role=Membership.Role.LEAD)
    assert [len(asked(browser, page)) for page in pages] == before
