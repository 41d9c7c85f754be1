"""Signatures as they are read: what was signed in plain words, and where it belongs."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from genba.people.models import Person
from genba.people.signables import Signable, signable_named
from genba.people.signing import Shown, fact_of, signatures_under
from genba.people.subjects import Subject, find
from genba.trail.models import Fact, Signature, SignatureWords


@dataclass(frozen=True)
class Page:
    """One signature with its record."""

    shown: Shown
    subject: Subject
    record: Any
    fact: Fact | None
    values: list[tuple[str, Any]]
    content: bytes

    @property
    def title(self) -> str:
        """What was signed."""
        return self.subject.title(self.record)

    @property
    def url(self) -> str:
        """Where it stands."""
        return self.subject.url(self.record)


def page_of(signature: Signature, person: Person) -> Page | None:
    """A signature as somebody may read it who may see its record; None for everybody else."""
    found = find(person, signature.subject_kind, signature.subject_id)
    if found is None:
        return None
    subject, record = found
    shown = next(one for one in signatures_under(subject.kind, record) if one.signature.pk == signature.pk)
    content = bytes(SignatureWords.of(signature).content)
    values = values_of(signable_named(subject.kind), content)
    return Page(shown, subject, record, fact_of(signature, record), values, content)


def values_of(signable: Signable | None, content: bytes) -> list[tuple[str, Any]]:
    """The signed values with their labels; empty where a room spells its versions otherwise."""
    try:
        values = json.loads(content)
    except ValueError:
        return []
    if not isinstance(values, dict):
        return []
    labels, codes = (signable.words, signable.codes) if signable else ({}, {})
    order = list(labels)
    said = [name for name, value in values.items() if value not in ("", None, [])]
    said.sort(key=lambda name: order.index(name) if name in order else len(order))
    return [(str(labels.get(name, name)), _word(values[name], codes.get(name))) for name in said]


def _word(value: Any, words: Callable[[Any], object] | None) -> Any:
    return words(value) if words else value
