"""Everything that is held about a person (GDPR, articles 15 and 20), for machines and for reading.

Found by walking every column that points at people (`ties.py`), and the numbers in facts, files, imports and
signatures. Nothing that came without a name is in it: the anonymous core knows no person.
"""

import json
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from genba.people import facts
from genba.people.models import Person
from genba.people.subjects import subject_named
from genba.people.ties import Tie, all_ties
from genba.sources.models import Import
from genba.trail.files import open_file
from genba.trail.meanings import meaning_named
from genba.trail.models import Fact, File, Signature, SignatureWords
from genba.trail.record import record
from genba.trail.subjects import kind_of

OWN = (
    "id",
    "name",
    "email",
    "language",
    "theme",
    "single_keys",
    "wants_mail",
    "away_until",
    "is_active",
    "is_quality",
    "is_executive",
    "is_auditor",
    "is_administrator",
    "joined_on",
    "last_login",
)
NOT_OWN = {
    "password": "a one-way hash; in other hands it would only help to guess",
    "erased_on": "empty for everybody who can be exported",
}
NUMBERS = {
    "trail.fact.by_id": "facts",
    "trail.file.added_by_id": "files",
    "trail.signature.signer_id": "signatures",
    "sources.import.started_by": "imports",
}
"""Columns that hold a person's number without being a key of the database, and where the export puts them."""

NAMING = ("person", "owner")  # keys of a fact's data whose value is a person's number
PIECE = 1 << 20


def everything_about(person: Person) -> dict[str, Any]:
    """All that is held, as plain values. Raises nothing; what does not exist is an empty list."""
    return {
        "made_at": timezone.now(),
        "person": {name: getattr(person, name) for name in OWN},
        "records": [_records(tie, person) for tie in all_ties()],
        "facts": list(_facts(person)),
        "files": [_file(file) for file in _files(person)],
        "signatures": [_signature(signature) for signature in _signatures(person)],
        "imports": list(
            Import.objects.filter(started_by=person.pk).values("id", "target", "file_name", "uploaded_at")
        ),
    }


def pack(person: Person, target: IO[bytes], *, by: Person) -> None:
    """Write a ZIP: `everything.json`, `everything.html` and the files that the person added."""
    with transaction.atomic():
        record(facts.PERSON_EXPORTED, person, by=by)
    held = everything_about(person)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as parcel:
        words = json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        parcel.writestr("everything.json", words)
        parcel.writestr("everything.html", render_to_string("people/everything.html", _for_reading(held)))
        for file in _files(person):
            _pack_file(file, parcel)


def _records(tie: Tie, person: Person) -> dict[str, Any]:
    rows = tie.rows(person).filter(tie.only).order_by("pk")
    return {"kind": tie.key, "words": str(tie.words), "rows": list(rows.values(*tie.exported))}


def _facts(person: Person) -> Iterator[dict[str, Any]]:
    """What the person did, and what was done about them. Who else did it is not theirs to take along."""
    about = Q(subject_kind=kind_of(Person), subject_id=str(person.pk))
    for name in NAMING:
        about |= Q(**{f"data__{name}": person.pk})
    found = Fact.objects.filter(Q(by_id=person.pk) | about).order_by("pk")
    for fact in found.iterator(chunk_size=1000):
        yield {
            "at": fact.at,
            "name": fact.name,
            "sentence": fact.sentence,
            "by_them": fact.by_id == person.pk,
            "subject_kind": fact.subject_kind,
            "subject_id": fact.subject_id,
        }


def _files(person: Person) -> list[File]:
    return list(File.objects.filter(added_by_id=person.pk))


def _file(file: File) -> dict[str, Any]:
    return {
        "id": file.pk,
        "name": file.name,
        "size": file.size,
        "sha256": file.sha256,
        "added_on": file.added_on,
        "subject_kind": file.subject_kind,
        "subject_id": file.subject_id,
        "packed_as": _place(file),
    }


def _place(file: File) -> str:
    return f"files/{file.pk}/{file.name}"


def _pack_file(file: File, parcel: zipfile.ZipFile) -> None:
    try:
        content = open_file(file)
    except FileNotFoundError:
        parcel.writestr(f"files/{file.pk}/missing.txt", "This file is no longer where it was kept.\n")
        return
    with content, parcel.open(_place(file), "w") as packed:
        while piece := content.read(PIECE):
            packed.write(piece)


def _signatures(person: Person) -> list[Signature]:
    return list(Signature.objects.filter(signer_id=person.pk).select_related("words"))


def _signature(signature: Signature) -> dict[str, Any]:
    words = SignatureWords.of(signature)
    return {
        "at": signature.at,
        "meaning": str(meaning_named(signature.meaning).words),
        "printed_name": words.printed_name,
        "reason": words.reason,
        "subject_kind": signature.subject_kind,
        "subject_id": signature.subject_id,
        "version_hash": signature.version_hash,
    }


def _for_reading(held: dict[str, Any]) -> dict[str, Any]:
    tables = [(one["words"], one["rows"]) for one in held["records"] if one["rows"]]
    known = {name: subject_named(name) for name in {fact["subject_kind"] for fact in held["facts"]}}
    labels = {kind: str(subject.label) for kind, subject in known.items() if subject}
    return {
        "held": held,
        "tables": [(words, list(rows[0]), [list(row.values()) for row in rows]) for words, rows in tables],
        "facts": [{**fact, "label": labels.get(fact["subject_kind"], "")} for fact in held["facts"]],
    }
