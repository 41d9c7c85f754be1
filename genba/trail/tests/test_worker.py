import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from genba.trail import life, worker
from genba.trail.life import LifeLine, this_machine
from genba.trail.models import Beat, Link, Turn
from genba.trail.turns import give_turn
from genba.trail.work import Every, HopelessError, NotNowError, job, pause_after, pause_outside
from genba.trail.worker import Worker

KILLED = f"{this_machine()}-1-killed"
done = []
trouble = []


def carry_out():
    if trouble:
        raise trouble.pop()
    done.append("carried")


@job(attempts=2)
def carry() -> None:
    """Carry something."""
    carry_out()


@job(whole=True)
def tie_and_carry() -> None:
    """Write something, then carry."""
    Link.objects.create(from_kind="a", from_id="1", to_kind="b", to_id="2", meaning="tied")
    carry_out()


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()
    trouble.clear()


@pytest.fixture
def stopwatch(monkeypatch):
    """Let two minutes pass on the worker's own watch."""

    def pass_by(seconds=150):
        now = time.monotonic() + seconds
        monkeypatch.setattr(life.time, "monotonic", lambda: now)

    return pass_by


def begun(*, by, tries=1):
    """A job that a worker began and has not ended."""
    carry.enqueue()
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now(), worker_ids=[by] * tries)


def job_row():
    return DBTaskResult.objects.get()


def test_a_job_whose_worker_was_killed_on_this_machine_is_taken_back_at_once(db):
    line = LifeLine(KILLED)
    line.hold()
    begun(by=KILLED)
    ours = Worker()
    assert ours.take_back_abandoned() == 0
    life.os.close(line.descriptor)  # what the machine does for a process that dies
    assert ours.take_back_abandoned() == 1
    assert ours.run_all() == 1
    assert done == ["carried"]


def test_a_job_of_a_worker_that_ended_while_the_database_was_away_is_taken_back_at_once(db):
    line = LifeLine(KILLED)
    line.hold()
    begun(by=KILLED)
    line.let_go()
    assert (Worker().take_back_abandoned(), Worker().run_all()) == (1, 1)


def test_a_claim_that_reaches_the_database_after_the_death_of_its_worker_is_taken_back_too(db, stopwatch):
    line = LifeLine(KILLED)
    line.hold()
    life.os.close(line.descriptor)
    ours = Worker()
    assert ours.take_back_abandoned() == 0
    begun(by=KILLED)
    assert ours.take_back_abandoned() == 1
    stopwatch(700)
    ours.take_back_abandoned()
    assert not line.path.exists()


def test_a_job_of_another_machine_is_taken_back_when_no_sign_of_life_came_for_two_minutes(db, stopwatch):
    begun(by="elsewhere")
    Beat.objects.create(worker="elsewhere")
    ours = Worker()
    assert ours.take_back_abandoned() == 0
    stopwatch()
    assert ours.take_back_abandoned() == 1


@pytest.mark.parametrize("hours", [-24, 24])
def test_a_clock_that_is_set_makes_nobody_dead(db, stopwatch, hours):
    begun(by="busy")
    Beat.objects.create(worker="busy", seen_at=timezone.now() + timedelta(hours=hours))
    ours = Worker()
    assert ours.take_back_abandoned() == 0
    Beat.objects.update(seen_at=timezone.now() + timedelta(hours=hours, seconds=10))
    stopwatch()
    assert ours.take_back_abandoned() == 0


def test_a_job_that_kills_its_workers_again_and_again_has_failed(db):
    line = LifeLine(KILLED)
    line.hold()
    begun(by=KILLED, tries=2)
    life.os.close(line.descriptor)
    assert Worker().take_back_abandoned() == 0
    assert (job_row().status, job_row().exception_class_path) == (
        "FAILED",
        "genba.trail.outcome.WorkerDiedError",
    )


def test_a_job_that_was_in_hand_when_the_database_went_away_is_not_forgotten(db, monkeypatch):
    carry.enqueue()
    ours = Worker()
    with monkeypatch.context() as patched:
        gone = OperationalError("server closed the connection unexpectedly")
        patched.setattr(worker, "finish", lambda *_: (_ for _ in ()).throw(gone))
        patched.setattr(worker, "put_back", lambda *_: (_ for _ in ()).throw(gone))
        with pytest.raises(OperationalError):
            ours.run_one()
    assert (job_row().status, ours.take_back_abandoned(), ours.run_all()) == ("RUNNING", 1, 1)


def test_a_job_that_was_given_to_another_meanwhile_leaves_nothing_of_ours(db, monkeypatch):
    tie_and_carry.enqueue()

    def given_away():
        DBTaskResult.objects.update(started_at=timezone.now(), worker_ids=["another"])

    monkeypatch.setattr("genba.trail.tests.test_worker.carry_out", given_away)
    Worker().run_one()
    assert not Link.objects.exists()
    assert job_row().status == "RUNNING"


def test_a_whole_job_that_fails_leaves_nothing_and_is_tried_again(db):
    tie_and_carry.enqueue()
    trouble.append(ValueError("no"))
    ours = Worker()
    ours.run_one()
    assert (Link.objects.count(), job_row().status) == (0, "READY")
    DBTaskResult.objects.update(run_after=timezone.now())
    ours.run_one()
    assert (Link.objects.count(), job_row().status, done) == (1, "SUCCESSFUL", ["carried"])


def test_what_waits_for_something_outside_loses_no_try_and_says_why(db):
    carry.enqueue()
    ours = Worker()
    for _ in range(5):
        trouble.append(NotNowError("The mail server is away."))
        DBTaskResult.objects.update(run_after=timezone.now())
        assert ours.run_one()
    row = job_row()
    assert (row.status, row.worker_ids) == ("READY", [])
    assert "The mail server is away." in row.traceback
    DBTaskResult.objects.update(run_after=timezone.now())
    assert (ours.run_all(), done) == (1, ["carried"])


def test_what_waits_for_something_outside_is_given_up_after_five_days(db):
    carry.enqueue()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(days=6))
    trouble.append(NotNowError("The mail server is away."))
    Worker().run_one()
    assert job_row().status == "FAILED"


def test_what_is_hopeless_is_not_tried_again(db):
    carry.enqueue()
    trouble.append(HopelessError("There is no such address."))
    Worker().run_one()
    assert (job_row().status, len(job_row().worker_ids)) == ("FAILED", 1)


def test_one_turn_is_given_once_in_its_period_and_missed_ones_are_not_made_up_for(db, work_off):
    line = Every(timedelta(minutes=5), carry)
    now = timezone.now()
    assert [give_turn(line, now=now), give_turn(line, now=now)] == [True, False]
    assert work_off() == 1
    after_a_week = now + timedelta(days=7)
    assert [give_turn(line, now=after_a_week) for _ in range(3)] == [True, False, False]
    assert (Turn.objects.count(), work_off()) == (1, 1)


def test_a_turn_is_not_given_while_the_one_before_waits(db):
    line = Every(timedelta(minutes=5), carry)
    assert give_turn(line, now=timezone.now())
    assert not give_turn(line, now=timezone.now() + timedelta(minutes=6))
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize("period", [timedelta(minutes=5), timedelta(days=1)])
def test_a_clock_set_back_a_day_neither_stops_the_schedule_nor_doubles_a_turn(db, work_off, period):
    line = Every(period, carry)
    now = timezone.now()
    give_turn(line, now=now)
    work_off()
    back = now - timedelta(days=1)
    assert not give_turn(line, now=back)
    assert not give_turn(line, now=back + period / 2)
    assert give_turn(line, now=back + period)


def test_a_job_put_off_before_the_clock_was_set_back_is_done_now(db, work_off):
    carry.enqueue()
    DBTaskResult.objects.update(run_after=timezone.now() + timedelta(days=1))
    assert (work_off(), done) == (1, ["carried"])


def test_the_pause_after_a_failure_doubles_and_ends_at_an_hour():
    assert [pause_after(attempt).seconds for attempt in (1, 2, 3)] == [15, 30, 60]
    assert pause_after(40) == timedelta(hours=1)


def test_the_pause_for_something_outside_grows_with_the_wait():
    waits = [timedelta(), timedelta(minutes=4), timedelta(days=2), timedelta(days=-1)]
    assert [pause_outside(wait).seconds for wait in waits] == [15, 60, 900, 15]


def test_a_worker_shows_life_and_cleans_up_after_the_dead(db):
    Beat.objects.create(worker="long dead", seen_at=timezone.now() - timedelta(days=8))
    line = LifeLine(KILLED)
    line.hold()
    Beat.objects.create(worker=KILLED)
    life.os.close(line.descriptor)
    ours = Worker()
    ours._beat()
    assert list(Beat.objects.values_list("worker", flat=True)) == [ours.name]


def test_a_restarted_worker_in_a_container_is_not_taken_for_the_dead_one():
    assert Worker().name != Worker().name


def test_a_sign_of_life_from_the_future_is_none(db):
    beat = Beat(worker="from before the clock was set back", seen_at=timezone.now() + timedelta(days=1))
    assert not beat.is_alive


def test_where_no_lock_can_be_written_the_worker_works_all_the_same(db, monkeypatch, tmp_path):
    (tmp_path / "workers").write_text("a file where the folder should be")
    monkeypatch.setattr(settings, "GENBA_DATA", tmp_path)
    line = LifeLine("busy")
    line.hold()
    line.let_go()
    carry.enqueue()
    assert (Worker().run_all(), done) == (1, ["carried"])
