"""What the sign of recurring trouble ignored is given: how often a family is taken up, beside all else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.improve.cards import open_card
from genba.improve.models import Card, CardReport, FamilyMember
from genba.improve.recurrence.joining import same_trouble
from genba.improve.recurrence.taken_up import families
from genba.improve.tying import tie
from genba.listen.models import Report
from genba.understand.looks.recurring import look_at_families
from genba.understand.models import Sign


def said(cast, *, days_ago, named=True, **more):
    on = timezone.localdate() - timedelta(days=days_ago)
    more = {"text": "The label smears", "team": cast.line, **more}
    return Report.objects.create(received_on=on, reporter=cast.tomas if named else None, **more)


def work(cast, *, begun, done=None):
    at = timezone.now() - timedelta(days=begun)
    card = open_card(cast.board, title="A new ribbon guide", kind="corrective_action", by=cast.amira)
    card.created_at, card.done_at = at, at + timedelta(days=done) if done else None
    card.save()
    return card


def tied(cast, report, *, days_later):
    card = work(cast, begun=0)
    tie(card, report, by=cast.amira)
    CardReport.objects.filter(report=report).update(tied_on=report.received_on + timedelta(days=days_later))


@pytest.fixture
def pair(cast):
    """A family of two reports that nobody took up, 100 and 90 days old."""
    one, other = said(cast, days_ago=100), said(cast, days_ago=90)
    return same_trouble(one, other, by=cast.amira), one, other


def told():
    [found] = families(timezone.localdate())
    return found


def test_nothing_is_given_before_people_confirm_anything(cast):
    said(cast, days_ago=100)
    assert list(families(timezone.localdate())) == []


def test_a_family_is_counted_beside_the_reports_of_its_time_that_are_in_none(cast, pair):
    tied(cast, said(cast, days_ago=80), days_later=30)
    tied(cast, said(cast, days_ago=80), days_later=31)
    said(cast, days_ago=101)
    found = told()
    assert [(one.subject, one.reports, one.taken) for one in found.families] == [(pair[0], 2, 0)]
    assert (found.others, found.others_taken) == (2, 1)


@pytest.mark.parametrize(
    ("named", "days_ago", "counted"), [(True, 30, 1), (True, 29, 0), (False, 35, 0), (False, 36, 1)]
)
def test_only_what_is_old_enough_to_have_been_taken_up_counts(cast, pair, named, days_ago, counted):
    said(cast, days_ago=days_ago, named=named)
    assert told().others == counted


def test_an_import_says_nothing_of_our_pace(cast, pair):
    said(cast, days_ago=50, import_id=1)
    assert told().others == 0


@pytest.mark.parametrize(
    ("begun", "done", "taken"), [(120, None, 2), (120, 5, 0), (120, 25, 1), (65, None, 1), (59, None, 0)]
)
def test_a_card_of_the_family_takes_up_what_comes_while_it_runs_or_just_before(
    cast, pair, begun, done, taken
):
    family, one, _other = pair
    same_trouble(one, work(cast, begun=begun, done=done), by=cast.amira)
    assert [(each.subject, each.taken) for each in told().families] == [(family, taken)]


def test_a_report_of_a_family_is_taken_up_by_its_own_card_as_well(cast, pair):
    tied(cast, pair[1], days_later=3)
    assert [each.taken for each in told().families] == [1]


def test_what_stands_behind_a_card_of_the_family_is_one_of_it(cast, pair):
    late = said(cast, days_ago=60)
    card = work(cast, begun=58)
    tie(card, late, by=cast.amira)
    same_trouble(pair[1], card, by=cast.amira)
    found = told()
    assert [(each.reports, each.taken) for each in found.families] == [(3, 1)]
    assert found.others == 0


def test_the_sign_asks_about_a_family_that_nobody_takes_up(cast, pair):
    for days in range(40, 48):
        same_trouble(pair[1], said(cast, days_ago=days), by=cast.amira)
    for days in range(40, 90, 2):
        tied(cast, said(cast, days_ago=days), days_later=2)
    [found] = look_at_families(timezone.localdate())
    assert (found.kind, found.key, found.verdict.state) == ("improve.family", str(pair[0].pk), "alarm")


@pytest.fixture
def asked(cast, pair):
    """The sign about the family, as the look of the night raised it."""
    now = timezone.now()
    return Sign.objects.create(
        sign="recurring_ignored",
        subject_kind="improve.family",
        subject_id=str(pair[0].pk),
        opened_at=now,
        last_seen_at=now,
        looked_on=now.date(),
        numbers={"reports": 10, "taken": 0, "usual_percent": 80},
    )


def test_the_sign_leads_those_who_may_read_it_to_the_family(cast, sign_in, pair, asked):
    page, link = reverse("understand:sign", args=[asked.pk]), reverse("improve:family", args=[pair[0].pk])
    assert link in sign_in(cast.quentin).get(page).content.decode()
    seen = sign_in(cast.nobody).get(page).content.decode()
    assert link not in seen
    assert "label smears" not in seen


def test_a_card_that_answers_the_sign_is_work_on_the_family(cast, sign_in, pair, asked):
    details = {"board": cast.board.pk, "kind": "corrective_action", "title": "A guide"}
    sign_in(cast.quentin).post(f"{reverse('improve:new_card')}?sign={asked.pk}", details)
    card = Card.objects.get(title="A guide")
    assert FamilyMember.objects.get(card=card).family == pair[0]
