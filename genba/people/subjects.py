"""The kinds of record that the whole house can name: for search, history, links, files and notices.

A room registers its nouns in its `registrations.py`; `front` reads the list. Nothing here knows the rooms.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from genba.people.models import Person
from genba.trail.subjects import kind_of


@dataclass(frozen=True)
class Subject:
    """How one kind of record is seen, opened, titled and searched."""

    model: type[Model]
    label: str | Promise
    icon: str
    visible_to: Callable[[Person | None], QuerySet[Any]]
    url: Callable[[Any], str]
    title: Callable[[Any], str]
    searched: tuple[str, ...] = ()
    note: Callable[[Any], str] = lambda _record: ""

    @property
    def kind(self) -> str:
        """The kind under which facts and links name it, for example `improve.card`."""
        return kind_of(self.model)


_subjects: dict[str, Subject] = {}


def register_subject(subject: Subject) -> None:
    """Make a kind of record known to the house."""
    _subjects[subject.kind] = subject


def subject_named(kind: str) -> Subject | None:
    """The registered kind, or None."""
    return _subjects.get(kind)


def all_subjects() -> list[Subject]:
    """Every registered kind, in the order of registration."""
    return list(_subjects.values())


def find(person: Person | None, kind: str, key: str) -> tuple[Subject, Any] | None:
    """A record this person may see, with its kind; None where there is none or they may not."""
    subject = subject_named(kind)
    if subject is None:
        return None
    try:
        record = subject.visible_to(person).filter(pk=key).first()
    except (ValueError, TypeError):
        return None
    return (subject, record) if record is not None else None
