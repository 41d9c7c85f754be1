"""What a triager does, and what the reporter sees of it."""

import pytest
from django.utils import timezone

from genba.listen import triage
from genba.listen.models import Message, Report
from genba.trail.models import Fact


@pytest.fixture
def said(cast):
    return Report.objects.create(
        text="The guard is loose.",
        team=cast.line,
        reporter=cast.tomas,
        received_on=timezone.localdate(),
        received_at=timezone.now(),
    )


def test_an_answer_ends_the_waiting_and_is_read_by_the_reporter(cast, said):
    triage.answer(said, words="Thank you, we look today.", by=cast.amira)
    said.refresh_from_db()
    assert said.state == Report.State.ANSWERED
    assert said.answered_by == cast.amira
    assert [message.text for message in said.messages.all()] == ["Thank you, we look today."]
    assert Fact.objects.about(said).get().name == "listen.report_answered"


def test_the_first_answer_keeps_its_time_when_more_follows(cast, said):
    triage.answer(said, words="First.", by=cast.amira)
    first = Report.objects.get(pk=said.pk).answered_at
    triage.mark_carded(said, words="Now on our board.", by=cast.quentin)
    said.refresh_from_db()
    assert (said.answered_at, said.answered_by, said.state) == (first, cast.amira, Report.State.CARDED)


def test_a_later_answer_leaves_the_work_in_progress(cast, said):
    triage.mark_joined(said, words="We joined it to a card.", by=cast.amira)
    triage.answer(said, words="It goes well.", by=cast.amira)
    said.refresh_from_db()
    assert said.state == Report.State.JOINED


def test_passing_on_tells_the_reporter_and_the_waiting_goes_on(cast, said):
    triage.pass_on(said, team=cast.ward, words="The ward looks after this.", by=cast.amira)
    said.refresh_from_db()
    assert (said.team, said.state, said.answered_at) == (cast.ward, Report.State.NEW, None)
    assert said.messages.get().text == "The ward looks after this."
    assert Fact.objects.about(said).get().data == {"from_team": cast.line.pk, "to_team": cast.ward.pk}


def test_words_about_how_it_goes_on_are_not_an_answer(cast, said):
    triage.tell(said, words="The card moved to Try.")
    said.refresh_from_db()
    assert (said.state, said.messages.get().by) == (Report.State.NEW, None)


def test_a_reporter_who_writes_again_waits_until_somebody_answers(cast, said):
    triage.answer(said, words="Which guard?", by=cast.amira)
    triage.write_again(said, words="The left one.")
    said.refresh_from_db()
    assert said.has_new_words
    triage.answer(said, words="Fixed.", by=cast.amira)
    said.refresh_from_db()
    assert not said.has_new_words


def test_what_an_anonymous_reporter_writes_again_keeps_its_week_only_and_leaves_no_fact(cast, said):
    Report.objects.filter(pk=said.pk).update(reporter=None, received_at=None)
    said.refresh_from_db()
    triage.write_again(said, words="It is still loose.")
    message = Message.objects.get(report=said)
    assert (message.written_at, message.written_on.weekday(), message.by) == (None, 0, None)
    assert not Fact.objects.about(said).exists()


def test_sorting_is_recorded_only_when_something_changed(cast, said):
    for _ in range(2):
        triage.sort(said, kind="problem", severity="high", place=cast.station, by=cast.amira)
    said.refresh_from_db()
    assert (said.kind, said.severity, said.place) == ("problem", "high", cast.station)
    assert Fact.objects.about(said).count() == 1


def test_an_outcome_keeps_the_day_on_which_it_was_first_written(cast, said):
    triage.publish_outcome(said, words="New guard.", on_wall=True, by=cast.amira, said="A guard was loose")
    triage.publish_outcome(said, words="New guard on all.", on_wall=True, by=cast.amira)
    said.refresh_from_db()
    assert (said.said, said.outcome, said.on_wall) == ("A guard was loose", "New guard on all.", True)
    assert said.outcome_on == timezone.localdate()
