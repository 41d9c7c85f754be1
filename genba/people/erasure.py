"""Erasing a person (GDPR, article 17): nobody can be found by the record, and the trail still verifies.

Facts name people by number only, so they stay untouched. What belonged to the person goes; what the person
wrote and did in the quality system stays and is shown as of “Somebody who has left”.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from genba.people import erased_list, facts
from genba.people.models import Organisation, Person
from genba.people.models.person import ORGANISATION_ROLES
from genba.people.ties import all_ties
from genba.people.traces import clear_traces, wipe
from genba.trail.models import File, Signature, SignatureWords
from genba.trail.record import record

NOWHERE = "erased.invalid"
COUNTED_AT_ONCE = 50
"""SQLite joins at most 500 selections in one question."""


@dataclass(frozen=True)
class Line:
    """One line of the list that is shown before: what, and how many."""

    words: str | Promise
    count: int


@dataclass(frozen=True)
class Outlook:
    """What erasing a person would take away and what would stay."""

    goes: list[Line]
    stays: list[Line]
    signatures: int
    files: int
    signed_the_promise: bool


def outlook(person: Person) -> Outlook:
    """Count what goes and what stays. Records of which there are none are left out."""
    ties = all_ties()
    signatures = Signature.objects.filter(signer_id=person.pk)
    files = File.objects.filter(added_by_id=person.pk)
    *tied, signed, added = _counts([*(tie.rows(person) for tie in ties), signatures, files])
    lines = [(tie.goes, Line(tie.words, count)) for tie, count in zip(ties, tied, strict=True)]
    organisation = Organisation.objects.first()
    return Outlook(
        goes=[line for goes, line in lines if goes and line.count],
        stays=[line for goes, line in lines if not goes and line.count],
        signatures=signed,
        files=added,
        signed_the_promise=bool(organisation and organisation.promise_by == person.name),
    )


def obstacle(person: Person, *, by: Person) -> str:
    """Why this person cannot be erased by this one now; empty where nothing is in the way."""
    if _is_last(person, "is_administrator"):
        words = _("%(name)s is the only administrator. Make somebody else an administrator first.")
        return words % {"name": person.name}
    if _is_last(person, "is_quality"):
        words = _("%(name)s is the only one who looks after quality. Give that role to somebody else first.")
        return words % {"name": person.name}
    if person.pk == by.pk:
        return _("Nobody erases themselves. Ask somebody else who looks after people.")
    return ""


@transaction.atomic
def erase(person: Person, *, by: Person, keep_printed_names: bool = False) -> bool:
    """Erase a person. False when somebody has done it before.

    `keep_printed_names` leaves the name under their signatures, for organisations that a law obliges to keep
    signed records as they were signed. Raises ValidationError with a sentence where somebody must stay.
    """
    administrators = Person.objects.filter(is_active=True, is_administrator=True)
    list(administrators.select_for_update().values_list("pk"))  # of two who erase each other one waits
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.erased_on is not None:
        return False
    if sentence := obstacle(locked, by=by):
        raise ValidationError(sentence)
    _empty(locked, keep_printed_names=keep_printed_names)
    record(facts.PERSON_ERASED, locked, by=by, printed_names_stay=keep_printed_names)
    return True


def erase_again() -> int:
    """Erase once more whoever was erased since the backup that was restored; how many were.

    The list beside the database says who. Whoever is erased here and is missing there (a crash came between
    the two) is added to it. Bears being run twice.
    """
    for gone in Person.objects.exclude(erased_on=None):
        kept = SignatureWords.objects.filter(signature__signer_id=gone.pk).exclude(printed_name="")
        erased_list.write_down(gone, keeps_printed_names=kept.exists())
    again = 0
    for number in sorted(set(erased_list.listed_numbers())):
        with transaction.atomic():
            person = Person.objects.select_for_update().filter(pk=number, erased_on=None).first()
            listed, keeps = erased_list.is_listed(person) if person else (False, False)
            if person is not None and listed:
                _empty(person, keep_printed_names=keeps)
                record(facts.PERSON_ERASED, person, printed_names_stay=keeps, again=True)
                again += 1
    return again


def _counts(sets: Sequence[QuerySet[Any]]) -> list[int]:
    """How many rows each has, in their order: many are counted by one question."""
    found: dict[int, int] = {}
    places = [_count_at(place, rows) for place, rows in enumerate(sets)]
    for start in range(0, len(places), COUNTED_AT_ONCE):
        first, *others = places[start : start + COUNTED_AT_ONCE]
        found |= dict(first.union(*others, all=True))
    return [found[place] for place in range(len(sets))]


def _count_at(place: int, rows: QuerySet[Any]) -> QuerySet[Any, tuple[int, int]]:
    # No field of any model ends with an underscore, so these names are free everywhere.
    numbered = rows.order_by().values(place_=Value(place)).annotate(count_=Count("*"))
    counted: QuerySet[Any, tuple[int, int]] = numbered.values_list("place_", "count_")
    return counted


def _is_last(person: Person, role: str) -> bool:
    others = Person.objects.filter(**{role: True}, is_active=True).exclude(pk=person.pk)
    return bool(getattr(person, role)) and person.is_active and not others.exists()


def _empty(person: Person, *, keep_printed_names: bool) -> None:
    """Take away everything that tells who it was."""
    name, address = person.name, person.email
    for tie in all_ties():
        if tie.goes:
            tie.rows(person).delete()
        elif tie.emptied:
            tie.rows(person).update(**dict.fromkeys(tie.emptied, ""))
    clear_traces(person.pk, name=name, address=address)
    if not keep_printed_names:
        SignatureWords.objects.filter(signature__signer_id=person.pk).update(printed_name="", salt="")
    Person.objects.filter(pk=person.pk).update(
        name="",
        email=f"{token_hex(8)}@{NOWHERE}",
        password=make_password(None),
        language="",
        theme="auto",
        single_keys=True,
        wants_mail=False,
        away_until=None,
        is_active=False,
        last_login=None,
        erased_on=timezone.localdate(),
        **dict.fromkeys(ORGANISATION_ROLES, False),
    )
    wipe.enqueue()
    # Where the disk refuses, the next start writes the line: who is erased stands in the database too.
    transaction.on_commit(
        lambda: erased_list.write_down(person, keeps_printed_names=keep_printed_names), robust=True
    )
