from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from genba.trail import finished
from genba.trail.finished import forget_finished_jobs


def job_row(status, days):
    row = DBTaskResult.objects.get(pk=forget_finished_jobs.enqueue().id)
    at = timezone.now() - timedelta(days=days)
    DBTaskResult.objects.filter(pk=row.pk).update(status=status, finished_at=at)
    return row.pk


@pytest.mark.parametrize(
    ("status", "days", "is_kept"),
    [
        ("SUCCESSFUL", 6, True),
        ("SUCCESSFUL", 8, False),
        ("FAILED", 8, True),
        ("FAILED", 366, False),
        ("READY", 400, True),
        ("RUNNING", 400, True),
    ],
)
def test_only_what_ended_long_ago_is_forgotten(db, status, days, is_kept):
    key = job_row(status, days)
    forget_finished_jobs.call()
    assert DBTaskResult.objects.filter(pk=key).exists() == is_kept


def test_many_are_forgotten_in_parts(db, monkeypatch):
    monkeypatch.setattr(finished, "FORGOTTEN_AT_ONCE", 2)
    for _number in range(5):
        job_row("SUCCESSFUL", 30)
    forget_finished_jobs.call()
    assert not DBTaskResult.objects.exists()
