"""Background work in plain words, for the worker page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from inspect import getdoc
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from genba.trail.models import Beat, Turn
from genba.trail.seal_state import seal_state
from genba.trail.seals.checkpoints import public_key

MOST = 20
MOST_COUNTED = 100


@dataclass(frozen=True)
class Work:
    """One job as people see it."""

    row: Any
    what: str
    trouble: str
    tries: int


@dataclass(frozen=True)
class Turned:
    """One line of the schedule and when it had its last turn."""

    what: str
    last_at: datetime | None


def overview() -> dict[str, Any]:
    """Workers, and what waits, runs, and failed; long lists are cut."""
    waiting = _in(TaskResultStatus.READY)
    return {
        "workers": list(Beat.objects.filter(seen_at__gt=timezone.now() - timedelta(hours=1))[:MOST]),
        "waiting": [_work(row) for row in waiting.order_by("enqueued_at")[:MOST]],
        "waiting_count": waiting[:MOST_COUNTED].count(),
        "running": [_work(row) for row in _in(TaskResultStatus.RUNNING).order_by("-started_at")[:MOST]],
        "failed": [_work(row) for row in _in(TaskResultStatus.FAILED).order_by("-finished_at")[:MOST]],
        "seals": seal_state(),
        "key": public_key(),
        "turns": [Turned(purpose_of(turn.name), turn.last_at) for turn in Turn.objects.order_by("name")],
    }


def retry(key: UUID) -> bool:
    """Let a failed job start afresh. False where it is not among the failed ones (any more)."""
    return bool(
        _in(TaskResultStatus.FAILED)
        .filter(pk=key)
        .update(
            status=TaskResultStatus.READY,
            run_after=timezone.now(),
            started_at=None,
            finished_at=None,
            worker_ids=[],
            exception_class_path="",
            traceback="",
        )
    )


def purpose_of(path: str) -> str:
    """What a job does: the first sentence that its author wrote about it."""
    module, _dot, name = path.rpartition(".")
    try:
        job = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        return path
    words = getdoc(getattr(job, "func", job)) or path
    return words.splitlines()[0].rstrip(".")


def _in(status: str) -> QuerySet[Any]:
    return DBTaskResult.objects.filter(status=status)


def _work(row: Any) -> Work:
    trouble = row.exception_class_path.rpartition(".")[2]
    return Work(row=row, what=purpose_of(row.task_path), trouble=trouble, tries=len(row.worker_ids))
