"""Background work: jobs that are enqueued with the record, tried again, and given a turn by the schedule."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django_tasks import task
from django_tasks.base import Task

Function = TypeVar("Function", bound=Callable[..., Any])

FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=1)

_attempts: dict[str, int] = {}


def job(*, attempts: int = 6) -> Callable[[Callable[..., Any]], Task[..., Any]]:
    """Make a function a job. `enqueue(...)` writes it in the caller's transaction; a worker runs it.

    A job that fails is tried again after 15 s, 30 s, 1 min … up to `attempts` times, so it must bear being
    run twice. Arguments are plain JSON values.
    """

    def hang(function: Callable[..., Any]) -> Task[..., Any]:
        _attempts[f"{function.__module__}.{function.__qualname__}"] = attempts
        return task()(function)

    return hang


def attempts_of(task_path: str) -> int:
    """How often a job may be tried."""
    return _attempts.get(task_path, 1)


def pause_after(attempt: int) -> timedelta:
    """How long to wait after the given failed attempt (1, 2, …)."""
    doublings: int = 2 ** (attempt - 1)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)


@dataclass(frozen=True)
class Every:
    """One line of the schedule: a job without arguments and how often it has its turn."""

    period: timedelta
    job: Task[..., Any]

    @property
    def name(self) -> str:
        """The job's path, which is also its key in the list of turns."""
        return self.job.module_path
