"""Signs that count: what is no alarm, and what they refuse."""

import numpy as np
import pytest

from genba.analysis.signs import (
    actions_stall,
    blame_language,
    findings_rise,
    ideas_dry_up,
    leaders_absent,
    no_report,
    only_before_audits,
    recurring_ignored,
    suppressed,
)
from genba.analysis.signs.sign import State

pytestmark = pytest.mark.once


def seeded():
    return np.random.default_rng(7)


def theatre(events, audits, days=None):
    return only_before_audits.look(events, days or [5] * len(events), audits, generator=seeded())


def test_half_the_people_with_half_the_ideas_have_not_dried_up():
    verdict = ideas_dry_up.look([8] * 12 + [4] * 3, [40] * 12 + [20] * 3)
    assert verdict.state is State.CALM
    assert verdict.numbers["expected"] == pytest.approx(12)


def test_months_without_people_count_for_nothing():
    assert ideas_dry_up.look([8] * 8 + [0] * 9, [40] * 8 + [0] * 9).needs == ("months", 9)


def test_ideas_that_come_in_bursts_need_more_to_alarm():
    steady = ideas_dry_up.look([10] * 12 + [4, 3, 3], [40] * 15)
    bursts = ideas_dry_up.look([2, 18] * 6 + [4, 3, 3], [40] * 15)
    assert steady.state is State.ALARM
    assert bursts.state is not State.ALARM


def test_more_findings_in_more_days_of_audit_are_no_rise():
    assert findings_rise.look([4, 5, 4, 5, 12, 12], [2, 2, 2, 2, 6, 6]).state is State.CALM


def test_fewer_findings_are_no_alarm():
    assert findings_rise.look([9, 9, 9, 9, 1, 1], [2] * 6).state is State.CALM


def test_fewer_actions_done_because_fewer_are_open_have_not_stalled():
    assert actions_stall.look([10] * 8 + [3] * 4, [300] * 8 + [90] * 4, certified=8).state is State.CALM


def test_actions_before_the_first_month_of_a_certificate_are_not_enough():
    assert actions_stall.look([10] * 12, [300] * 12, certified=3).needs == ("months_before", 6)


def test_reviews_that_invite_more_people_are_compared_by_share():
    assert leaders_absent.look([5] * 8 + [10] * 4, [6] * 8 + [12] * 4).state is State.CALM


def test_more_who_came_than_were_invited_are_refused():
    with pytest.raises(ValueError, match="invited"):
        leaders_absent.look([7] * 12, [6] * 12)


def test_where_hardly_anything_is_taken_up_a_family_is_no_exception():
    verdict = recurring_ignored.look(reports=5, taken=0, others=40, others_taken=6)
    assert verdict.state is State.CALM


def test_many_families_looked_at_together_share_the_false_alarms():
    alone, among = (
        recurring_ignored.look(reports=4, taken=0, others=80, others_taken=66, families=n) for n in (1, 30)
    )
    assert alone.p == among.p
    assert (alone.state, among.state) == (State.ALARM, State.CALM)


def test_a_silence_that_a_slow_place_has_often_is_calm():
    assert no_report.look([1, 0, 0, 0, 0, 0, 0, 0, 0, 0] * 20 + [0] * 15).state is State.CALM


def test_a_report_today_ends_the_silence():
    assert no_report.look([1, 0] * 60 + [0] * 40).state is State.ALARM
    verdict = no_report.look([1, 0] * 60 + [0] * 40 + [1])
    assert (verdict.state, verdict.numbers["silent"]) == (State.CALM, 0)


def test_with_one_audit_the_index_only_describes():
    verdict = theatre([4] * 22 + [16] * 4 + [4] * 10, [26])
    assert verdict.state is State.NOT_ENOUGH
    assert verdict.needs == ("audits", 2)
    assert 3 < verdict.numbers["index"] < 4  # a bit less than four times: the trend took some of it


def test_without_any_audit_there_is_nothing_to_describe():
    assert "index" not in theatre([4] * 60, []).numbers


def test_steady_growth_is_no_theatre():
    assert theatre([2 + week // 8 for week in range(120)], [40, 80, 118]).state is State.CALM


def test_holidays_do_not_make_theatre_of_working_weeks():
    days = [1 if week % 26 < 8 else 5 for week in range(105)]
    verdict = theatre([2 * day for day in days], [26, 52, 78, 104], days)
    assert verdict.state is State.CALM
    assert verdict.numbers["index"] == pytest.approx(1, abs=0.1)


def test_two_audits_in_a_row_are_one_cycle():
    assert theatre([4] * 60, [30, 33, 59]).numbers["audits"] == 2


def test_an_audit_outside_the_weeks_is_refused():
    with pytest.raises(ValueError, match="fit together"):
        theatre([4] * 60, [60])


@pytest.mark.parametrize("left", [0.3, 0.5, 0.8])
def test_where_complaints_fall_with_the_reports_nothing_is_suppressed(left):
    complaints = [8] * 12 + [round(8 * left)] * 6
    assert suppressed.look(complaints, [60] * 12 + [round(60 * left)] * 6).state is State.CALM


def test_more_complaints_beside_as_many_reports_are_not_suppression():
    assert suppressed.look([2] * 12 + [9] * 6, [30] * 18).state is State.CALM


def test_a_tiny_share_that_grows_a_little_is_no_blame_culture():
    assert blame_language.look([30] * 12 + [40] * 3, [1000] * 15).state is State.CALM


def test_more_flagged_than_written_is_refused():
    with pytest.raises(ValueError, match="flagged"):
        blame_language.look([9] * 12, [3] * 12)
