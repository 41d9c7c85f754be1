"""The latest imports."""

from typing import Any

from genba.people.models import Person
from genba.sources.models import Import


def latest_imports(person: Person) -> dict[str, Any]:
    """What was brought in from tables."""
    del person
    return {"imports": Import.objects.order_by("-id")[:3]}
