"""Background work: jobs that are enqueued with the record, tried again, and given a turn by the schedule."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django_tasks import task
from django_tasks.base import Task

Function = TypeVar("Function", bound=Callable[..., Any])

FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=1)
LONGEST_PAUSE_OUTSIDE = timedelta(minutes=15)
PATIENCE = timedelta(days=5)


class NotNowError(RuntimeError):
    """A job cannot be done at the moment, for a reason outside: the mail server is away. The words say why.

    It is tried again for five days, ever more slowly, and these tries are not counted.
    """


class HopelessError(RuntimeError):
    """A job will never be done, however often it is tried: there is no such address. The words say why."""


@dataclass(frozen=True)
class _Manner:
    """How a job is run."""

    attempts: int = 1
    whole: bool = False


_in_hand: ContextVar[str] = ContextVar("job_in_hand", default="")


def job_in_hand() -> str:
    """The key of the job that runs here, the same at each try; empty outside of one."""
    return _in_hand.get()


@contextmanager
def holding(key: str) -> Iterator[None]:
    """Say which job runs."""
    token = _in_hand.set(key)
    try:
        yield
    finally:
        _in_hand.reset(token)


_manners: dict[str, _Manner] = {}


def job(*, attempts: int = 6, whole: bool = False) -> Callable[[Callable[..., Any]], Task[..., Any]]:
    """Make a function a job. `enqueue(...)` writes it in the caller's transaction; a worker runs it.

    A job that fails is tried again after 15 s, 30 s, 1 min … up to `attempts` times, so it must bear being
    run twice. With `whole`, the job and the mark that it is done share one transaction: whatever is killed
    when, it takes effect exactly once. That is for short jobs that only write to our database; whatever
    leaves the house is left to a job of its own. Arguments are plain JSON values. Raise NotNowError or
    HopelessError where trying again has its own rules.
    """

    def hang(function: Callable[..., Any]) -> Task[..., Any]:
        _manners[f"{function.__module__}.{function.__qualname__}"] = _Manner(attempts, whole)
        return task()(function)

    return hang


def attempts_of(task_path: str) -> int:
    """How often a job may be tried."""
    return _manners.get(task_path, _Manner()).attempts


def is_whole(task_path: str) -> bool:
    """Whether a job and the mark that it is done share one transaction."""
    return _manners.get(task_path, _Manner()).whole


def pause_after(attempt: int) -> timedelta:
    """How long to wait after the given failed attempt (1, 2, …)."""
    doublings: int = 2 ** (attempt - 1)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)


def pause_outside(waited: timedelta) -> timedelta:
    """How long a job that has waited so long for something outside waits before it tries again."""
    return min(max(waited / 4, FIRST_PAUSE), LONGEST_PAUSE_OUTSIDE)


@dataclass(frozen=True)
class Every:
    """One line of the schedule: a job without arguments and how often it has its turn."""

    period: timedelta
    job: Task[..., Any]

    @property
    def name(self) -> str:
        """The job's path, which is also its key in the list of turns."""
        return self.job.module_path
