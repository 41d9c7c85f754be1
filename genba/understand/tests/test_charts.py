"""Charts through the doors: the page of a metric, another chart, many beside each other, and paper."""

from datetime import timedelta

import pytest
from django.test import Client

from genba.trail.models import Fact
from genba.understand.charts.choosing import shown, shown_many
from genba.understand.marking import freeze, mark_step_change, set_target
from genba.understand.measuring import leave_out
from genba.understand.tests.factory import FIRST, WEEKLY, make_measured, make_metric

pytestmark = pytest.mark.django_db
LONG = [*WEEKLY, *WEEKLY]


def page(person, path):
    client = Client()
    client.force_login(person)
    return client.get(path)


def post(person, path, **words):
    client = Client()
    client.force_login(person)
    return client.post(path, words, follow=True)


def test_the_page_of_a_metric_shows_its_chart_with_one_sentence_as_its_text(cast):
    metric = make_measured(cast, LONG)
    told = page(cast.tomas, f"/metrics/{metric.pk}/").text
    assert told.count('<svg xmlns="http://www.w3.org/2000/svg" class="spc spc-') == 2
    assert "Stable between 2 and 23" in told
    assert 'aria-label="Stable between 2 and 23' in told
    assert "The readings are counts, and they vary as chance makes counts vary." in told
    assert "Only the usual variation" in told


def test_a_metric_without_readings_says_so_and_draws_nothing(cast):
    told = page(cast.tomas, f"/metrics/{make_metric(cast).pk}/").text
    assert "No readings yet." in told
    assert "spc-frame" not in told
    assert "as chance makes counts vary" not in told
    assert "The chart begins with the first reading" in told


def test_how_few_readings_vary_is_not_judged(cast):
    told = page(cast.tomas, f"/metrics/{make_measured(cast, WEEKLY[:6]).pk}/").text
    assert "They are too few, or too much alike, to tell how they vary." in told


def test_the_newest_readings_stand_open_and_earlier_ones_in_the_fold(cast):
    metric = make_measured(cast, WEEKLY)
    told = page(cast.tomas, f"/metrics/{metric.pk}/").text
    opened, _fold, folded = told.partition("earlier-readings")
    keys = list(metric.readings.order_by("-at").values_list("pk", flat=True))
    assert [f"/readings/{key}/" in opened for key in keys] == [True] * 6 + [False] * (len(keys) - 6)
    assert all(f"/readings/{key}/" in folded for key in keys[6:])


def test_a_step_change_is_told_with_who_and_why(cast):
    metric = make_measured(cast, [*LONG, *[one + 9 for one in LONG]])
    mark_step_change(metric, at=FIRST + timedelta(weeks=len(LONG)), why="A second press", by=cast.amira)
    told = page(cast.tomas, f"/metrics/{metric.pk}/").text
    assert '<text class="spc-flag-word"' in told
    assert "A second press" in told
    assert cast.amira.name in told.partition("A second press")[2][:120]


def test_what_is_left_out_frozen_and_provisional_is_said_beside_the_chart(cast):
    metric = make_measured(cast, WEEKLY)
    leave_out(metric.readings.all()[2], by=cast.amira, why="The counter was reset")
    freeze(metric, until=FIRST + timedelta(weeks=13), by=cast.amira)
    told = page(cast.tomas, f"/metrics/{metric.pk}/").text
    assert "1 reading is left out of the limits" in told
    assert "The counter was reset" in told
    assert "the limits are provisional" in told
    assert "The limits come from the readings until" in told


def test_few_readings_are_a_run_chart_that_says_what_it_will_become(cast):
    told = page(cast.tomas, f"/metrics/{make_measured(cast, WEEKLY[:8]).pk}/").text
    assert "Fewer than 12 readings: this is a run chart" in told
    assert "As soon as there are enough readings it will be a c chart." in told


def test_one_tap_draws_another_chart_which_stays_with_the_metric(cast):
    metric = make_measured(cast, LONG)
    told = post(cast.amira, f"/metrics/{metric.pk}/chart/", chart="xmr").text
    metric.refresh_from_db()
    assert metric.chart == "xmr"
    assert shown(metric).picture.charted.kind == "xmr"
    assert "Let the data choose" in told
    assert Fact.objects.filter(name="understand.chart_chosen").count() == 1
    post(cast.amira, f"/metrics/{metric.pk}/chart/", chart="xmr")
    post(cast.amira, f"/metrics/{metric.pk}/chart/", chart="")
    metric.refresh_from_db()
    assert metric.chart == ""
    names = Fact.objects.filter(name__startswith="understand.chart_").order_by("pk")
    assert [fact.name for fact in names] == ["understand.chart_chosen", "understand.chart_freed"]


@pytest.mark.parametrize("kind", ["p", "g", "nonsense", "xmr\x00"])
def test_a_chart_that_does_not_fit_is_refused_in_words(cast, kind):
    metric = make_measured(cast, LONG)
    told = post(cast.amira, f"/metrics/{metric.pk}/chart/", chart=kind)
    metric.refresh_from_db()
    assert metric.chart == ""
    assert "does not fit" in told.text


def test_who_does_not_answer_for_a_metric_cannot_change_its_chart(cast):
    metric = make_measured(cast, LONG)
    assert post(cast.tomas, f"/metrics/{metric.pk}/chart/", chart="xmr").status_code == 404
    assert post(cast.tomas, f"/metrics/{metric.pk}/rules/", rules="nelson", spread="mean").status_code == 404
    assert "Draw it another way" not in page(cast.tomas, f"/metrics/{metric.pk}/").text


def test_rules_and_limits_are_kept_with_the_metric(cast):
    metric = make_measured(cast, LONG)
    post(cast.amira, f"/metrics/{metric.pk}/rules/", rules="nelson", spread="median")
    metric.refresh_from_db()
    assert (metric.rules, metric.spread, metric.is_screened) == ("nelson", "median", False)
    assert Fact.objects.filter(name="understand.chart_rules_changed").count() == 1
    told = post(cast.amira, f"/metrics/{metric.pk}/rules/", rules="guessing", spread="mean")
    assert "choose one of the rules" in told.text
    metric.refresh_from_db()
    assert metric.rules == "nelson"


def test_shares_are_told_per_hundred_with_their_target(cast):
    outs = [100 + week % 7 for week in range(30)]
    metric = make_measured(cast, LONG, outs, shape="proportion", per=100, name="Defect share", better="down")
    counter = make_metric(cast, "Output")
    set_target(metric, value=5, by_day=FIRST.date(), counter=counter, by=cast.amira)
    one = shown(metric)
    assert one.picture.unit == "%"
    assert one.picture.y[0] == pytest.approx(12.0)
    assert one.picture.said.assurance in {"by_chance", "missed"}
    assert "Target 5" in page(cast.tomas, f"/metrics/{metric.pk}/").text


def test_the_table_has_the_newest_readings_and_all_of_them_when_asked(cast):
    metric = make_measured(cast, [*LONG, *LONG, *WEEKLY])
    few = page(cast.tomas, f"/metrics/{metric.pk}/").text
    whole = page(cast.tomas, f"/metrics/{metric.pk}/?view=table").text
    assert (few.count('<tr><th scope="row">'), whole.count('<tr><th scope="row">')) == (60, 75)
    assert "All 75 readings as a table" in few
    assert 'id="spc-table" open' in whole


def test_charts_stand_beside_each_other_by_team_and_can_be_filtered(cast):
    make_measured(cast, [*LONG, 60], name="Odd one")
    make_measured(cast, LONG, name="Quiet one")
    told = page(cast.tomas, "/metrics/grid/").text
    assert told.count("spc-small") == 2
    assert str(cast.line) in told
    unusual = page(cast.tomas, "/metrics/grid/?unusual=1").text
    assert ("Odd one" in unusual, "Quiet one" in unusual) == (True, False)
    icons = page(cast.tomas, f"/metrics/grid/?look=icons&team={cast.line.pk}").text
    assert ("spc-small" in icons, icons.count('class="spc-icon ')) == (False, 2)
    assert "No metric is like that" in page(cast.tomas, "/metrics/grid/?role=leading").text


def test_a_filter_that_makes_no_sense_is_named_and_left_out(cast):
    make_measured(cast, LONG)
    answer = page(cast.tomas, "/metrics/grid/?team=x&role=%00&unusual=no&look=cube&page=-4")
    assert answer.status_code == 200
    assert "Not understood and left out" in answer.text


def test_many_charts_ask_the_database_three_times(cast, django_assert_num_queries):
    metrics = [make_measured(cast, WEEKLY, name=f"Metric {place}") for place in range(5)]
    with django_assert_num_queries(3):
        assert len(shown_many(metrics)) == 5


def test_the_chart_comes_as_a_pdf_alone_and_with_all_others(cast):
    metric = make_measured(cast, [*LONG, 60], name="قياس الجودة")
    mark_step_change(metric, at=FIRST + timedelta(weeks=15), why="A second press", by=cast.amira)
    one = page(cast.tomas, f"/metrics/{metric.pk}/chart.pdf")
    many = page(cast.tomas, "/metrics/grid.pdf?role=lagging")
    none = page(cast.tomas, "/metrics/grid.pdf?role=leading")
    for answer in (one, many, none):
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    assert len(many.content) > len(none.content)
