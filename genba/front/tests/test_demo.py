from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.db.models import Count

from genba.front import demo
from genba.front.demonstration.history import tell_all
from genba.improve.models import Card, Column, EffectivenessCheck, Stay
from genba.listen.models import Report
from genba.listen.models.report import week_of
from genba.people.models import Organisation, Person, Site, Team
from genba.trail.models import Fact, Link
from genba.work.models import Suggestion


@pytest.fixture
def demonstration(db):
    demo.load()


def test_it_has_two_sites_eight_teams_and_about_forty_people(demonstration):
    assert (Site.objects.count(), Team.objects.count()) == (2, 8)
    assert 35 <= Person.objects.count() <= 45


def test_all_six_kinds_of_report_and_all_columns_are_alive(demonstration):
    assert set(Report.objects.values_list("kind", flat=True)) == set(Report.Kind.values)
    assert set(Card.objects.values_list("column__stage", flat=True)) == set(Column.Stage.values)
    assert set(EffectivenessCheck.objects.values_list("result", flat=True)) == set(
        EffectivenessCheck.Result.values
    )


def test_every_team_has_something_waiting_and_a_board(demonstration):
    assert Report.objects.waiting().values("team").distinct().count() == 8
    assert not Team.objects.annotate(n=Count("boards")).exclude(n=1).exists()


def test_its_anonymous_reports_keep_only_their_week(demonstration):
    anonymous = Report.objects.filter(reporter=None)
    assert anonymous.count() > 200
    assert not anonymous.exclude(received_at=None).exists()
    assert all(day == week_of(day) for day in anonymous.values_list("received_on", flat=True))
    spoken_of = Fact.objects.filter(name="listen.report_received").values_list("subject_id", flat=True)
    assert not set(spoken_of) & {str(pk) for pk in anonymous.values_list("pk", flat=True)}


def test_every_card_stands_in_exactly_one_open_stay(demonstration):
    open_stays = Stay.objects.filter(left_at=None).values_list("card_id", "column_id")
    assert sorted(open_stays) == sorted(Card.objects.values_list("id", "column_id"))
    assert not Card.objects.filter(column__stage="done", done_at=None).exists()
    assert not Card.objects.exclude(column__stage="done").exclude(done_at=None).exists()


def test_every_suggested_change_has_its_card_and_what_is_answered_is_done(demonstration):
    tied = dict(Link.objects.filter(to_kind="work.suggestion").values_list("to_id", "from_id"))
    suggestions = Suggestion.objects.all()
    assert sorted(tied) == sorted(str(one.pk) for one in suggestions) != []
    cards = Card.objects.in_bulk([int(card) for card in tied.values()])
    for one in suggestions:
        card = cards[int(tied[str(one.pk)])]
        assert (card.created_at, card.done_at) == (one.made_at, one.answered_at)


def test_facts_stand_in_the_order_in_which_things_happened(demonstration):
    moments = list(Fact.objects.order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)


def test_it_is_never_mixed_into_a_real_organisation(cast):
    with pytest.raises(demo.NotEmptyError):
        demo.load()
    assert not Organisation.objects.get().is_demonstration


def test_it_is_the_same_every_time(db):
    tellings = []
    for _time in range(2):
        with transaction.atomic():
            history = tell_all(datetime(2026, 3, 4, 10, tzinfo=UTC))
            tellings.append([(report.text, report.received_on) for report in history.pile.reports])
            transaction.set_rollback(True)
    assert tellings[0] == tellings[1]
