"""What a record is connected with, over all rooms."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from genba.people.models import Person
from genba.people.subjects import subject_named
from genba.trail.models import Link
from genba.trail.subjects import kind_of

MOST = 50


@dataclass(frozen=True)
class Connection:
    """One record at the other end of a link."""

    label: str | Promise
    icon: str
    title: str
    url: str
    meaning: str


def connections_of(record: Any, person: Person | None) -> list[Connection]:
    """The records linked with this one, as far as the person may see them; one question for each kind."""
    own = (kind_of(record), str(record.pk))
    ends: dict[str, dict[str, str]] = {}
    for link in Link.objects.touching(record)[:MOST]:
        here, there = (link.from_kind, link.from_id), (link.to_kind, link.to_id)
        kind, key = there if here == own else here
        if key.isdecimal():
            ends.setdefault(kind, {})[key] = link.meaning
    found = []
    for kind, keys in ends.items():
        if (subject := subject_named(kind)) is not None:
            found += [
                Connection(
                    subject.label, subject.icon, subject.title(other), subject.url(other), keys[str(other.pk)]
                )
                for other in subject.visible_to(person).filter(pk__in=keys)
            ]
    return found
