from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from genba.trail.models import Beat, Turn
from genba.trail.work import Every, job, pause_after
from genba.trail.worker import Worker, give_turn, take_back_abandoned

done = []


@job(attempts=2)
def carry() -> None:
    """Carry something."""
    done.append("carried")


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


def begun(*, minutes_ago, by, tries=1):
    """A job that a worker began some time ago and has not ended."""
    carry.enqueue()
    DBTaskResult.objects.update(
        status="RUNNING", started_at=timezone.now() - timedelta(minutes=minutes_ago), worker_ids=[by] * tries
    )


def test_a_job_whose_worker_was_killed_in_the_middle_is_done_by_another(db):
    begun(minutes_ago=5, by="killed")
    assert Worker().run_all() == 0
    assert take_back_abandoned(now=timezone.now()) == 1
    assert Worker().run_all() == 1
    assert done == ["carried"]


@pytest.mark.parametrize(("minutes_ago", "seen_minutes_ago"), [(5, 0), (1, 60)])
def test_a_job_is_left_to_a_worker_that_lives_or_has_just_begun(db, minutes_ago, seen_minutes_ago):
    begun(minutes_ago=minutes_ago, by="busy")
    Beat.objects.create(worker="busy", seen_at=timezone.now() - timedelta(minutes=seen_minutes_ago))
    assert take_back_abandoned(now=timezone.now()) == 0


def test_a_job_that_kills_its_workers_again_and_again_has_failed(db):
    begun(minutes_ago=5, by="killed", tries=2)
    assert take_back_abandoned(now=timezone.now()) == 0
    failed = DBTaskResult.objects.get()
    assert (failed.status, failed.exception_class_path.rsplit(".", 1)[1]) == ("FAILED", "WorkerDiedError")


def test_one_turn_is_given_once_in_its_period(db):
    line = Every(timedelta(hours=1), carry)
    now = timezone.now()
    assert [give_turn(line, now=now), give_turn(line, now=now)] == [True, False]
    assert give_turn(line, now=now + timedelta(minutes=61))
    assert Turn.objects.count() == 1
    assert DBTaskResult.objects.count() == 2


def test_the_pause_after_a_failure_doubles_and_ends_at_an_hour():
    assert [pause_after(attempt).seconds for attempt in (1, 2, 3)] == [15, 30, 60]
    assert pause_after(40) == timedelta(hours=1)


def test_a_worker_shows_life_and_cleans_up_after_the_dead(db):
    Beat.objects.create(worker="long dead", seen_at=timezone.now() - timedelta(days=8))
    worker = Worker()
    worker._beat()
    assert list(Beat.objects.values_list("worker", flat=True)) == [worker.name]
