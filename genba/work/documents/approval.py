"""The approval of a version of a document: a signature that binds the file, and puts it in force."""

from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.people.signables import Signable, canonical
from genba.trail.meanings import APPROVED, Meaning
from genba.trail.subjects import kind_of
from genba.work.documents.keeping import put_in_force
from genba.work.models import Document, DocumentVersion

State = DocumentVersion.State


def version_bytes(version: DocumentVersion) -> bytes:
    """Everything that a signature affirms: the file by its SHA-256, and the words that stand with it."""
    return canonical(
        {
            "kind": kind_of(version),
            "document": version.document_id,
            "code": version.document.code,
            "title": version.title,
            "number": version.number,
            "revision": version.revision,
            "file": version.file_name,
            "sha256": version.sha256,
            "changed": version.changed,
            "reason": version.reason,
            "made_by": version.made_by_id,
        }
    )


def meanings(version: DocumentVersion) -> tuple[Meaning, ...]:
    """What waits for approval can be approved."""
    return (APPROVED,) if version.state == State.APPROVAL else ()


def who_may(person: Person, version: DocumentVersion) -> bool:
    """Whoever may change the document, but not who brought this version: four eyes."""
    if version.made_by_id == person.pk:
        return False
    return Document.objects.changeable_by(person).filter(pk=version.document_id).exists()


def _then(version: DocumentVersion, by: Person, _meaning: str) -> None:
    put_in_force(version, by=by)


APPROVAL = Signable(
    kind=kind_of(DocumentVersion),
    version_bytes=version_bytes,
    meanings=meanings,
    who_may=who_may,
    told_of=lambda version: version.document,
    then=_then,
    words={
        "code": _("Number"),
        "title": _("Title"),
        "revision": _("Revision"),
        "file": _("File"),
        "sha256": _("SHA-256 of the file"),
        "changed": _("What changed"),
        "reason": _("Why it changes"),
        "number": _("Version"),
        "made_by": _("Number of the person who brought it"),
        "document": _("Number of the record"),
        "kind": _("Kind of record"),
    },
)
