"""Signing: one person, one meaning, one exact version; the signature and its fact in one transaction.

Who signs has shown at this very moment who they are (`proving.py`). A signature is never taken back.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from genba.people.models import Person
from genba.people.signables import Signable, signable_named
from genba.people.subjects import Subject, find
from genba.trail.facts import SIGNED
from genba.trail.meanings import meaning_named
from genba.trail.models import Fact, Signature, SignatureWords
from genba.trail.models.signature_words import hash_of_words
from genba.trail.record import record as tell
from genba.trail.subjects import kind_of


class VersionChanged(Exception):  # noqa: N818  (a state of affairs, not a fault)
    """The record is no longer as the signer saw it."""


@dataclass(frozen=True)
class Desk:
    """A record in front of somebody who may sign it."""

    person: Person
    subject: Subject
    signable: Signable
    record: Any

    @property
    def title(self) -> str:
        """What lies there."""
        return self.subject.title(self.record)


@dataclass(frozen=True)
class Intent:
    """What a signer affirms: the meaning, the version they saw, perhaps why; and how they were known."""

    meaning: str
    seen: str
    reason: str = ""
    proved_by: str = ""


@dataclass(frozen=True)
class Shown:
    """A signature as it is read: name, time and meaning, and whether it is about the record as it is now."""

    signature: Signature
    name: str
    reason: str
    meaning: str | Promise
    is_current: bool
    is_sound: bool

    @property
    def at(self) -> datetime:
        """When it was signed."""
        return self.signature.at


def desk_for(person: Person, kind: str, key: str) -> Desk | None:
    """The record and what may be signed of it; None where there is nothing that this person may see.

    Raises PermissionDenied for somebody who may see it and not sign it.
    """
    found = find(person, kind, key)
    return desk_at(person, *found) if found else None


def desk_at(person: Person, subject: Subject, record: Any) -> Desk | None:
    """What may be signed of a record that this person sees. Raises as `desk_for` does."""
    signable = signable_named(subject.kind)
    if signable is None or not signable.meanings(record):
        return None
    if not signable.who_may(person, record):
        raise PermissionDenied
    return Desk(person, subject, signable, record)


def signed_already(desk: Desk, intent: Intent) -> Signature | None:
    """The signature of the same person with the same meaning under the same version: once is enough."""
    same = Signature.objects.under(desk.record).filter(signer_id=desk.person.pk, meaning=intent.meaning)
    return same.filter(version_hash=intent.seen).first()


@transaction.atomic
def sign(desk: Desk, intent: Intent) -> Signature:
    """Sign. The same again gives the first signature. Raises VersionChanged and PermissionDenied."""
    kept = type(desk.record)._default_manager.select_for_update().get(pk=desk.record.pk)
    if existing := signed_already(desk, intent):
        return existing
    if not desk.signable.who_may(desk.person, kept):
        raise PermissionDenied
    content = desk.signable.version_bytes(kept)
    is_offered = intent.meaning in {meaning.code for meaning in desk.signable.meanings(kept)}
    if desk.signable.version_hash(kept) != intent.seen or not is_offered:
        raise VersionChanged
    words = {"printed_name": desk.person.name, "reason": intent.reason, "salt": secrets.token_hex(16)}
    signature = Signature.objects.create(
        signer_id=desk.person.pk,
        meaning=intent.meaning,
        subject_kind=desk.signable.kind,
        subject_id=str(kept.pk),
        version_hash=intent.seen,
        words_hash=hash_of_words(**words),
        proved_by=intent.proved_by,
    )
    SignatureWords.objects.create(signature=signature, content=content, **words)
    tell(SIGNED, desk.signable.told_of(kept), by=desk.person, at=signature.at, **_bound(signature))
    desk.signable.then(kept, desk.person, signature.meaning)
    return signature


def signatures_under(kind: str, record: Any) -> list[Shown]:
    """The signatures under a record, each compared with the record as it is now and with the trail."""
    return signatures_under_each(kind, [record])[record.pk]


def signatures_under_each(kind: str, records: Sequence[Any]) -> dict[Any, list[Shown]]:
    """The signatures under each of some records of a kind, by their keys: two questions, however many.

    Whoever asks shows only records that the reader may see.
    """
    found: dict[str, list[Signature]] = {str(record.pk): [] for record in records}
    for signature in Signature.objects.of_each(kind, found):
        found[signature.subject_id].append(signature)
    told = _told_under(kind, [record for record in records if found[str(record.pk)]])
    return {
        record.pk: _shown_under(kind, record, found[str(record.pk)], told.get(record.pk, {}))
        for record in records
    }


def fact_of(signature: Signature, record: Any) -> Fact | None:
    """The line of the trail that tells of a signature."""
    signable = signable_named(signature.subject_kind)
    subject = signable.told_of(record) if signable else record
    about = Fact.objects.about(subject).filter(name=SIGNED.name)
    return next((fact for fact in about if fact.data.get("signature") == signature.pk), None)


def _told_under(kind: str, records: Sequence[Any]) -> dict[Any, dict[Any, Fact]]:
    """The lines of the trail that tell of signatures, by record and by signature."""
    signable = signable_named(kind)
    if signable is None or not records:
        return {}
    subjects = {record.pk: signable.told_of(record) for record in records}
    told: dict[tuple[str, str], dict[Any, Fact]] = {}
    for fact in Fact.objects.about_each(subjects.values()).filter(name=SIGNED.name):
        told.setdefault((fact.subject_kind, fact.subject_id), {})[fact.data.get("signature")] = fact
    return {key: told.get((kind_of(one), str(one.pk)), {}) for key, one in subjects.items()}


def _shown_under(kind: str, record: Any, found: list[Signature], told: dict[Any, Fact]) -> list[Shown]:
    signable = signable_named(kind)
    now = signable.version_hash(record) if signable is not None and found else ""
    return [_shown(signature, now=now, told=told) for signature in found]


def _bound(signature: Signature) -> dict[str, Any]:
    return {
        "signature": signature.pk,
        "meaning": signature.meaning,
        "version": signature.version_hash,
        "words": signature.words_hash,
    }


def _shown(signature: Signature, *, now: str, told: dict[Any, Fact]) -> Shown:
    fact = told.get(signature.pk)
    is_told = fact is not None and fact.data == _bound(signature) and fact.by_id == signature.signer_id
    words = SignatureWords.of(signature)
    return Shown(
        signature=signature,
        name=words.printed_name or _("Somebody who has left"),
        reason=words.reason,
        meaning=meaning_named(signature.meaning).words,
        is_current=signature.version_hash == now,
        is_sound=is_told and words.agree,
    )
