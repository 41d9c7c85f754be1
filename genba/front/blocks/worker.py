"""Background work in one line."""

from typing import Any

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from genba.front.context import worker_is_alive
from genba.people.models import Person

MOST_COUNTED = 100


def background_work(person: Person) -> dict[str, Any]:
    """Whether it runs, and what has failed."""
    del person
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by()[:MOST_COUNTED].count()
    return {"is_alive": worker_is_alive(), "failed": failed}
