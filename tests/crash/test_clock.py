"""The clock is set back a day while Genba runs: nothing stands still for a day, nothing is done twice."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from genba.config.schedule import SCHEDULE
from genba.front.doctor.surroundings import clocks_agree
from genba.front.mailing import send_digests
from genba.front.models import Notification
from genba.people.facts import PERSON_INVITED
from genba.people.models import SignInLink
from genba.trail.models import Fact
from genba.trail.record import record
from genba.trail.worker import Worker

A_DAY = timedelta(days=1)


@pytest.fixture
def clock(monkeypatch):
    """Set the clock of the whole house; its stopwatches go on."""

    def set_by(difference):
        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime.now(tz) + difference

        monkeypatch.setattr("django.utils.timezone.datetime", Clock)

    return set_by


def turns_in(worker, clock, *, hours, since):
    """What the schedule hands out while the clock goes on for some hours, looked at every five minutes."""
    handed_out = Counter()
    for minutes in range(0, hours * 60, 5):
        clock(since + timedelta(minutes=minutes))
        worker.next_beat = 0.0
        worker._beat()
        handed_out.update(DBTaskResult.objects.filter(status="READY").values_list("task_path", flat=True))
        DBTaskResult.objects.all().delete()
    return handed_out


def test_the_schedule_neither_stands_still_nor_runs_twice(db, clock):
    worker = Worker([line for line in SCHEDULE if line.period <= timedelta(hours=1)])
    turns_in(worker, clock, hours=2, since=timedelta())
    after = turns_in(worker, clock, hours=2, since=-A_DAY)
    expected = {line.name: timedelta(hours=2) / line.period for line in worker.schedule}
    assert {name: count for name, count in after.items() if not 0 < count <= expected[name]} == {}
    assert set(after) == set(expected)


def test_a_job_that_was_put_off_is_not_put_off_for_a_day(cast, clock, work_off):
    send_digests.enqueue()
    DBTaskResult.objects.update(run_after=timezone.now() + timedelta(minutes=1))
    clock(-A_DAY)
    assert work_off() == 1


def test_facts_keep_their_order(cast, clock, sign_in):
    with transaction.atomic():
        first = record(PERSON_INVITED, cast.nobody, by=cast.adam)
    clock(-A_DAY)
    with transaction.atomic():
        second = record(PERSON_INVITED, cast.nobody, by=cast.adam)
    assert second.at < first.at
    assert list(Fact.objects.about(cast.nobody)[:2]) == [second, first]
    assert "dated in the future" in clocks_agree().sentence


def test_the_next_digest_does_not_wait_for_the_old_time(cast, clock, work_off, mailoutbox):
    Notification.objects.tell(cast.amira, ("improve.card", "1"), code="late", why="owner", data={})
    send_digests.func()
    work_off()
    clock(-A_DAY)
    Notification.objects.tell(cast.amira, ("improve.card", "2"), code="late", why="owner", data={})
    send_digests.func()
    work_off()
    assert len(mailoutbox) == 2


def test_people_stay_signed_in_and_a_mailed_link_is_not_good_for_longer(cast, clock, sign_in):
    browser = sign_in(cast.amira)
    token = SignInLink.issue(cast.amira)
    assert SignInLink.find(token)
    clock(-A_DAY)
    assert browser.get("/inbox/").status_code == 200
    assert SignInLink.find(token) is None
    assert SignInLink.find(SignInLink.issue(cast.amira))
