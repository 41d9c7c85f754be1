"""The latest lines of the trail, for those who check it."""

from typing import Any

from genba.front.history import told
from genba.people.models import Person
from genba.trail.models import Fact

MOST = 7  # each kind of subject is one more question to the database


def latest_facts(person: Person) -> dict[str, Any]:
    """What happened last, anywhere in the house."""
    return {"lines": told(Fact.objects.all()[:MOST], person, with_titles=True)}
