"""What becomes of a job that was run: done, put off, tried again, given up. Only who has it ends it."""

import contextlib
from datetime import timedelta
from traceback import format_exception
from typing import Any

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from genba.trail.work import PATIENCE, attempts_of, pause_after, pause_outside


class WorkerDiedError(RuntimeError):
    """The worker died in the middle of a job, as often as the job may be tried."""


class NoLongerOursError(RuntimeError):
    """Somebody has taken the job for abandoned and given it to another worker."""


def finish(result: DBTaskResult[Any, Any], value: Any) -> None:
    """Mark it as done. Raises NoLongerOursError where another worker has it."""
    _end(
        result, status=TaskResultStatus.SUCCESSFUL, return_value=value, exception_class_path="", traceback=""
    )


def fail(result: DBTaskResult[Any, Any], trouble: BaseException) -> None:
    """Give it up; it stands among the failed ones on the worker page."""
    with contextlib.suppress(NoLongerOursError):
        _end(result, status=TaskResultStatus.FAILED, return_value=None, **_told(trouble))


def put_back(result: DBTaskResult[Any, Any], trouble: BaseException) -> None:
    """Try it again after a pause, or give it up after the last try."""
    attempt = len(result.worker_ids)
    if attempt >= attempts_of(result.task_path):
        fail(result, trouble)
        return
    _wait(result, pause_after(attempt), **_told(trouble))


def put_off(result: DBTaskResult[Any, Any], reason: BaseException) -> None:
    """Wait for something outside; this was no try. After five days it is given up."""
    waited = timezone.now() - result.enqueued_at
    if waited > PATIENCE:
        fail(result, reason)
        return
    _wait(result, pause_outside(waited), worker_ids=result.worker_ids[:-1], **_told(reason))


def take_back(result: DBTaskResult[Any, Any]) -> int:
    """Give a dead worker's job to another. One that has killed as many workers as it has tries has failed."""
    with contextlib.suppress(ImportError):
        _ = result.task  # calls the module, so that it is known how often the job may be tried
    if len(result.worker_ids) >= attempts_of(result.task_path):
        fail(result, WorkerDiedError())
        return 0
    return _wait(result, timedelta())


def _wait(result: DBTaskResult[Any, Any], pause: timedelta, **more: Any) -> int:
    waits = {"status": TaskResultStatus.READY, "run_after": timezone.now() + pause, **more}
    rows: int = _ours(result).update(**waits)
    return rows


def _end(result: DBTaskResult[Any, Any], **more: Any) -> None:
    if not _ours(result).update(finished_at=timezone.now(), **more):
        raise NoLongerOursError


def _ours(result: DBTaskResult[Any, Any]) -> Any:
    return DBTaskResult.objects.filter(
        pk=result.pk, status=TaskResultStatus.RUNNING, started_at=result.started_at
    )


def _told(trouble: BaseException) -> dict[str, str]:
    name = f"{type(trouble).__module__}.{type(trouble).__qualname__}"
    return {"exception_class_path": name, "traceback": "".join(format_exception(trouble))}
