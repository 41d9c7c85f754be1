from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.analysis.signs.registry import SIGNS
from genba.analysis.signs.sign import State
from genba.listen.models import Report
from genba.people.models import Person
from genba.trail.record import Telling, record_many
from genba.understand.looks import given
from genba.understand.looks.audits import look_after_certification, look_at_findings, look_before_audits
from genba.understand.looks.calendar import whole_months, working_day, working_days
from genba.understand.looks.given import Action, Audit, Families, Family, Review
from genba.understand.looks.ideas import look_at_ideas
from genba.understand.looks.language import look_at_language
from genba.understand.looks.leaders import look_at_reviews
from genba.understand.looks.metrics import look_at_counters, look_at_metrics
from genba.understand.looks.recurring import look_at_families
from genba.understand.looks.reports import look_for_silence, look_for_suppression
from genba.understand.marking import set_target
from genba.understand.measuring import leave_out
from genba.understand.models import AuditDate, CountedMonth, Sign
from genba.understand.signs.night import look_for_signs
from genba.understand.signs.registry import all_looks
from genba.understand.tests.factory import make_measured
from genba.work.facts import DOCUMENT_IN_FORCE

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
STEADY = [12, 14, 11, 13, 15, 12, 10, 13, 14, 12, 11, 13, 12, 14, 13] * 3
MOVED = [*STEADY[:-6], 40, 43, 39, 42, 41, 44]


def said(cast, days, kind="idea", *, by="tomas", team=None):
    """Reports on these days; without anybody they know their week only."""
    person = getattr(cast, by) if by else None
    Report.objects.bulk_create(
        Report(
            kind=kind,
            text="x",
            team=team or cast.line,
            reporter=person,
            received_on=day if person else day - timedelta(days=day.weekday()),
            received_at=timezone.make_aware(datetime.combine(day, time(9))) if person else None,
        )
        for day in days
    )


def monthly(counts):
    """So many days in each of the last whole months, oldest first."""
    months = whole_months(TODAY, len(counts))
    return [
        month + timedelta(days=n % 27)
        for month, count in zip(months, counts, strict=True)
        for n in range(count)
    ]


def states(look):
    return [found.verdict.state for found in look(TODAY)]


def needs(look):
    return [found.verdict.needs[0] for found in look(TODAY)]


def test_every_sign_of_the_analysis_looks():
    assert sorted(one.sign.name for one in all_looks()) == sorted(SIGNS)


def test_in_an_empty_house_no_sign_is_calm_and_each_says_what_it_needs(cast, sign_in):
    make_measured(cast, [1, 2, 3])
    assert look_for_signs.call() == 0
    response = sign_in(cast.tomas).get(reverse("understand:signs"))
    assert {row.code for row in response.context["rows"]} == {"not_enough"}
    assert [row.name for row in response.context["rows"] if "needs more data" in row.words] == []
    assert not Sign.objects.exists()


def test_only_the_metric_that_moved_raises_its_hand(cast):
    moved = make_measured(cast, MOVED, name="Returns")
    make_measured(cast, STEADY)
    make_measured(cast, STEADY[:20], name="New")
    found = {one.key: one.verdict for one in look_at_metrics(TODAY)}
    assert sorted(verdict.state for verdict in found.values()) == ["alarm", "calm", "not_enough"]
    assert found[str(moved.pk)].state == State.ALARM
    assert found[str(moved.pk)].numbers["recent"] > 30


def test_a_share_is_looked_at_as_a_share_and_what_is_left_out_does_not_count(cast):
    grown = make_measured(cast, STEADY, [100] * 39 + [500] * 6, shape="proportion", name="Share")
    odd = make_measured(cast, [*STEADY[:-1], 900], name="Odd")
    leave_out(odd.readings.get(value=900), by=cast.amira, why="A slip.")
    found = {one.key: one.verdict for one in look_at_metrics(TODAY)}
    assert found[str(grown.pk)].state == State.ALARM
    assert found[str(grown.pk)].numbers["recent"] < 0.05
    assert found[str(odd.pk)].state == State.CALM


@pytest.mark.parametrize(("better", "state"), [("down", "alarm"), ("up", "calm")])
def test_a_counter_metric_asks_only_where_it_moves_the_wrong_way(cast, better, state):
    target, counter = make_measured(cast, STEADY), make_measured(cast, MOVED, name="Returns", better=better)
    set_target(target, value=20, by_day=TODAY, counter=counter, by=cast.quentin)
    assert states(look_at_counters) == [state]


def test_a_counter_metric_without_a_good_direction_cannot_move_the_wrong_way(cast):
    target, counter = make_measured(cast, STEADY), make_measured(cast, MOVED, name="Pace", better="neither")
    set_target(target, value=20, by_day=TODAY, counter=counter, by=cast.quentin)
    assert needs(look_at_counters) == ["targets"]


def test_ideas_dry_up_by_heads(cast):
    Person.objects.update(joined_on=TODAY - timedelta(days=900))
    said(cast, monthly([10] * 12 + [1, 0, 1]))
    assert states(look_at_ideas) == ["alarm"]


def test_fewer_ideas_of_fewer_people_is_no_sign(cast):
    Person.objects.update(joined_on=TODAY - timedelta(days=900))
    said(cast, monthly([9] * 12 + [5, 5, 5]))
    late = whole_months(TODAY, 3)[0]
    half = Person.objects.filter(memberships__isnull=False)[:2]
    assert len(half) == 2
    assert states(look_at_ideas) == ["calm"]
    Person.objects.filter(pk__in=[one.pk for one in half]).update(joined_on=late)
    assert states(look_at_ideas) == ["alarm"]


def test_a_team_that_falls_silent_is_asked_and_another_is_not(cast):
    days = working_days(TODAY - timedelta(days=250), TODAY)
    said(cast, days[:-40:2])
    said(cast, days[::2], by="wanda", team=cast.ward)
    found = {one.key: one.verdict.state for one in look_for_silence(TODAY)}
    assert found == {str(cast.line.pk): "alarm", str(cast.ward.pk): "calm"}


def test_reports_without_a_name_make_no_silence_up(cast):
    days = working_days(TODAY - timedelta(days=250), TODAY)
    said(cast, days, by=None)
    (found,) = look_for_silence(TODAY)
    assert found.verdict.state == State.CALM
    assert found.verdict.numbers["silent"] <= 1


def test_fewer_reports_inside_and_as_many_complaints_is_a_sign_and_fewer_of_both_is_none(cast):
    said(cast, monthly([4] * 18), "complaint")
    said(cast, monthly([30] * 12 + [4] * 6), "near_miss")
    assert states(look_for_suppression) == ["alarm"]
    Report.objects.filter(kind="complaint", received_on__gte=whole_months(TODAY, 6)[0]).delete()
    assert states(look_for_suppression) == ["calm"]


def at_noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


def worked(cast, days):
    record_many(
        Telling(DOCUMENT_IN_FORCE, cast.organisation, by=cast.quentin, at=at_noon(day)) for day in days
    )


AUDITS = [TODAY - timedelta(weeks=week) for week in (14, 40, 66, 92, 118)]


def test_work_that_piles_up_before_audits_asks_and_steady_work_does_not(cast):
    every_week = [TODAY - timedelta(weeks=week) for week in range(140)]
    AuditDate.objects.bulk_create(AuditDate(day=day, name=str(day)) for day in AUDITS)
    worked(cast, every_week)
    assert states(look_before_audits) == ["calm"]
    worked(cast, [audit - timedelta(weeks=week) for audit in AUDITS for week in (1, 2, 3, 4)] * 9)
    assert states(look_before_audits) == ["alarm"]


def test_one_audit_only_describes_and_a_withdrawn_one_is_none(cast):
    worked(cast, [TODAY - timedelta(weeks=week) for week in range(60)])
    AuditDate.objects.create(day=AUDITS[1], name="Internal")
    AuditDate.objects.create(day=AUDITS[0], name="Moved", withdrawn_at=timezone.now())
    (found,) = look_before_audits(TODAY)
    assert found.verdict.needs == ("audits", 2)
    assert found.verdict.numbers["audits"] == 1


@pytest.fixture
def gives(monkeypatch):
    """A room above that gives what it knows."""
    monkeypatch.setattr(given, "_given", {})
    return lambda kind, *rows: given.give(kind, lambda _today: rows)


def test_actions_that_stall_after_a_certificate_ask(cast, gives):
    months = whole_months(TODAY, 18)
    AuditDate.objects.create(day=months[12] - timedelta(days=3), name="Certificate", kind="certification")
    quick = [Action(day, day + timedelta(days=9)) for day in monthly([9] * 12 + [0] * 6)]
    assert needs(look_after_certification) == ["months_before"]
    gives(Action, *quick, *(Action(day, None) for day in monthly([0] * 12 + [9] * 6)))
    assert states(look_after_certification) == ["alarm"]
    gives(Action, *quick, *(Action(day, day + timedelta(days=9)) for day in monthly([0] * 12 + [9] * 6)))
    assert states(look_after_certification) == ["calm"]


@pytest.mark.parametrize(
    ("look", "kind", "calm", "odd"),
    [
        (look_at_findings, Audit, [Audit(3, 2)] * 10, [Audit(14, 2)] * 2),
        (look_at_reviews, Review, [Review(7, 8)] * 12, [Review(1, 8)] * 4),
    ],
)
def test_what_rooms_above_give_is_looked_at(cast, gives, look, kind, calm, odd):
    assert states(look) == ["not_enough"]
    gives(kind, *calm)
    assert states(look) == ["calm"]
    gives(kind, *calm, *odd)
    assert states(look) == ["alarm"]


def test_a_rising_share_of_texts_that_judge_people_asks(cast):
    said(cast, monthly([12] * 15), "problem")
    Report.objects.update(text="The label printer skips every twentieth label at the end of the shift.")
    assert states(look_at_language) == ["calm"]
    late = Report.objects.filter(received_on__gte=whole_months(TODAY, 3)[0])
    late.update(text="Tomas was careless again and should have checked the label, it is his fault.")
    CountedMonth.objects.all().delete()
    assert states(look_at_language) == ["alarm"]


def test_a_family_that_nobody_takes_up_asks_and_one_that_is_does_not(cast, gives):
    assert needs(look_at_families) == ["reports"]
    families = (Family(cast.line, 14, 0), Family(cast.ward, 14, 11))
    gives(Families, Families(families, others=60, others_taken=45))
    assert states(look_at_families) == ["alarm", "calm"]


def test_working_days_and_whole_months():
    saturday = datetime(2026, 11, 21, tzinfo=timezone.get_current_timezone()).date()
    friday = saturday - timedelta(days=1)
    assert working_day(saturday) == working_day(saturday + timedelta(days=1)) == working_day(friday) == friday
    assert len(working_days(friday, friday + timedelta(days=7))) == 6
    assert [str(month) for month in whole_months(saturday, 2)] == ["2026-09-01", "2026-10-01"]
