"""Background work in plain words, for the worker page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from inspect import getdoc
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from genba.trail.models import Beat, Turn
from genba.trail.seal_state import seal_state
from genba.trail.seals.checkpoints import public_key
from genba.trail.work import HopelessError, NotNowError

MOST = 20
MOST_COUNTED = 100


def path_of(trouble: type[Exception]) -> str:
    """As which a kind of trouble stands in the row of a job."""
    return f"{trouble.__module__}.{trouble.__qualname__}"


IN_WORDS = {path_of(NotNowError), path_of(HopelessError)}


@dataclass(frozen=True)
class Work:
    """One job as people see it."""

    row: Any
    what: str
    trouble: str
    why: str
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
            enqueued_at=timezone.now(),
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


def why_of(row: Any) -> str:
    """The sentence with which a job waits for something outside or was given up; empty for plain faults."""
    if row.exception_class_path not in IN_WORDS:
        return ""
    _name, _colon, words = row.traceback.strip().rpartition("\n")[2].partition(": ")
    sentence, bracket, detail = words.partition(" (")
    return f"{_(sentence)}{bracket}{detail}"


def waiting_outside() -> tuple[int, str]:
    """How many jobs wait for something outside the house, and why the oldest does."""
    waiting = _in(TaskResultStatus.READY).filter(exception_class_path=path_of(NotNowError))
    oldest = waiting.order_by("enqueued_at").first()
    return (waiting[:MOST_COUNTED].count(), why_of(oldest)) if oldest else (0, "")


def _in(status: str) -> QuerySet[Any]:
    return DBTaskResult.objects.filter(status=status)


def _work(row: Any) -> Work:
    trouble = row.exception_class_path.rpartition(".")[2]
    tries = max(1, len(row.worker_ids)) if row.status == TaskResultStatus.FAILED else len(row.worker_ids)
    return Work(row=row, what=purpose_of(row.task_path), trouble=trouble, why=why_of(row), tries=tries)
