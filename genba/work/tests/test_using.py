from datetime import date, timedelta

import pytest
from django.db import OperationalError
from django.urls import reverse

from genba.trail.models import Fact
from genba.work.models import UseCount
from genba.work.tests.factory import make_procedure
from genba.work.using import count_use, used_at_all, uses_of, week_of


def opened(procedure):
    return next(use for use in uses_of(procedure) if use.what == "opened")


def test_opening_the_page_counts_once_each_and_says_nothing_of_whom(cast, sign_in):
    procedure = make_procedure(cast)
    before = Fact.objects.count()
    for person in (cast.tomas, cast.tomas, cast.wanda):
        sign_in(person).get(reverse("work:procedure", args=[procedure.pk]))
    kept = UseCount.objects.get()
    assert (kept.what, kept.times, kept.week.weekday()) == ("opened", 3, 0)
    columns = {field.name for field in UseCount._meta.get_fields()}
    assert columns == {"id", "procedure", "what", "week", "times"}
    assert Fact.objects.count() == before


def test_a_stranger_and_a_head_of_no_page_count_nothing(cast, sign_in):
    procedure = make_procedure(cast)
    sign_in(None).get(reverse("work:procedure", args=[procedure.pk]))
    sign_in(cast.tomas).get(reverse("work:procedure", args=[procedure.pk + 99]))
    assert not UseCount.objects.exists()


def test_counting_is_one_statement(cast, django_assert_num_queries):
    procedure = make_procedure(cast)
    for _time in range(2):
        with django_assert_num_queries(1):
            count_use(procedure, "printed")
    assert UseCount.objects.get().times == 2


def test_only_the_three_kinds_are_counted(cast):
    procedure = make_procedure(cast)
    with pytest.raises(ValueError, match="read"):
        count_use(procedure, "read")
    for what in ("opened", "run", "printed"):
        count_use(procedure, what)
    assert [use.total for use in uses_of(procedure)] == [1, 1, 1]


def test_weeks_without_use_count_zero_and_older_ones_are_not_shown(cast):
    procedure, today = make_procedure(cast), date(2026, 11, 18)
    for weeks, times in ((0, 4), (2, 7), (40, 9)):
        week = week_of(today) - timedelta(weeks=weeks)
        UseCount.objects.create(procedure=procedure, what="run", week=week, times=times)
    run = uses_of(procedure, today=today, weeks=4)[1]
    assert run.times == [0, 7, 0, 4]
    assert run.weeks[-1][0] == date(2026, 11, 16)
    assert run.total == 11


def test_a_procedure_that_nobody_opened_says_so(cast):
    procedure = make_procedure(cast)
    assert not used_at_all(uses_of(procedure))
    count_use(procedure, "opened")
    assert used_at_all(uses_of(procedure))


def test_the_page_is_shown_where_the_database_cannot_write(cast, sign_in, monkeypatch):
    def full(*_args, **_more):
        raise OperationalError("database or disk is full")

    procedure = make_procedure(cast)
    monkeypatch.setattr(UseCount, "add_one", full)
    page = sign_in(cast.tomas).get(reverse("work:procedure", args=[procedure.pk]))
    assert "Fetch the order from the tray" in page.content.decode()
    assert opened(procedure).total == 0
