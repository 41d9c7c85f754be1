"""`{% signatures "room.kind" number %}`: the signatures of a record, wherever a page shows it.

`{% signatures_read "room.kind" record read %}` shows one of several: the view has read all their signatures.
"""

from typing import Any

from django import template
from django.core.exceptions import PermissionDenied
from django.template import Context

from genba.people.signing import Shown, desk_at, signatures_under
from genba.people.subjects import Subject, find, subject_named

register = template.Library()
DIGITS_A_GROUP = 8


@register.filter
def fingerprint(digits: str) -> str:
    """A long fingerprint in groups that people can compare."""
    return " ".join(digits[at : at + DIGITS_A_GROUP] for at in range(0, len(digits), DIGITS_A_GROUP))


@register.inclusion_tag("people/parts/signatures.html", takes_context=True, name="signatures")
def signatures_under_record(context: Context, kind: str, key: object) -> dict[str, Any]:
    """The signatures under a record that this person may see, and whether they may sign it."""
    person = context["person"]
    found = find(person, kind, str(key)) if person else None
    if found is None:
        return {"signatures": []}
    return {
        "signatures": signatures_under(kind, found[1]),
        "kind": kind,
        "key": key,
        "may_sign": _may_sign(person, *found),
    }


@register.inclusion_tag("people/parts/signatures.html", takes_context=True)
def signatures_read(context: Context, kind: str, record: Any, read: dict[Any, list[Shown]]) -> dict[str, Any]:
    """The same where a page shows several records that this person may see: it has read all signatures."""
    person, subject = context["person"], subject_named(kind)
    if not person or subject is None:
        return {"signatures": []}
    return {
        "signatures": read[record.pk],
        "kind": kind,
        "key": record.pk,
        "may_sign": _may_sign(person, subject, record),
    }


def _may_sign(person: Any, subject: Subject, record: Any) -> bool:
    try:
        return desk_at(person, subject, record) is not None
    except PermissionDenied:
        return False
