"""How a controlled document begins, gets a version, and what is done with it until it is retired."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.analysis.months import months_later
from genba.people.models import Person
from genba.trail.files import keep_file
from genba.trail.record import record
from genba.work import facts
from genba.work.models import Document, DocumentVersion, PrintedCopy

State = DocumentVersion.State


@transaction.atomic
def open_document(*, by: Person, teams: Any = (), **words: Any) -> Document:
    """Begin a document. Raises ValidationError where its number is taken."""
    words.setdefault("owner", by)
    document = Document(**words)
    document.words = words_of(document)
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError:
        raise ValidationError({"code": _("This number is taken.")}) from None
    document.teams.set(teams)
    record(facts.DOCUMENT_OPENED, document, by=by)
    return document


@transaction.atomic
def change_document(document: Document, *, by: Person, teams: Any, **words: Any) -> None:
    """Change what is known of it; its file and its revision change by versions only."""
    for name, value in words.items():
        setattr(document, name, value)
    document.words = words_of(document)
    document.save()
    document.teams.set(teams)
    record(facts.DOCUMENT_CHANGED, document, by=by)


@transaction.atomic
def bring_version(
    document: Document, *, by: Person, revision: str, file: "UploadedFile[bytes] | None", **words: str
) -> DocumentVersion:
    """Bring the next version as a draft. `words`: changed, reason.

    Raises ValidationError where one is under way already, the revision was there before, or nothing says why
    it changes.
    """
    held = Document.objects.select_for_update().get(pk=document.pk)
    last = held.versions.aggregate(last=Max("number"))["last"] or 0
    if held.under_way is not None:
        raise ValidationError(_("A version is under way already. Approve it or withdraw it first."))
    if held.versions.filter(revision=revision).exists():
        raise ValidationError({"revision": _("This document has had a version with this revision.")})
    if last and not words.get("reason", "").strip():
        raise ValidationError({"reason": _("Say in one sentence why it changes.")})
    if file is None and not held.is_external:
        raise ValidationError({"file": _("Choose the file of this version.")})
    version = DocumentVersion.objects.create(
        document=held, number=last + 1, revision=revision, title=held.title, made_by=by, **words
    )
    if file is not None:
        kept = keep_file(version, file, by=by)
        version.sha256, version.file_name, version.file_key = kept.sha256, kept.name, uuid.UUID(str(kept.pk))
        version.save(update_fields=["sha256", "file_name", "file_key"])
    record(facts.DOCUMENT_VERSION_ADDED, held, by=by, number=version.number)
    return version


def ask_for_approval(version: DocumentVersion, *, by: Person) -> bool:
    """Lay it before those who approve. Whether anything changed."""
    return _step(version, State.DRAFT, State.APPROVAL, facts.DOCUMENT_VERSION_ASKED, by=by)


def give_back(version: DocumentVersion, *, by: Person) -> bool:
    """Not yet: it becomes a draft again. Whether anything changed."""
    return _step(version, State.APPROVAL, State.DRAFT, facts.DOCUMENT_VERSION_RETURNED, by=by)


@transaction.atomic
def withdraw_version(version: DocumentVersion, *, by: Person) -> bool:
    """Give a draft up. Its file stays, marked as withdrawn. Whether anything changed."""
    now = timezone.now()
    open_ones = DocumentVersion.objects.filter(pk=version.pk, state__in=DocumentVersion.UNDER_WAY)
    if not open_ones.update(state=State.WITHDRAWN, ended_at=now):
        return False
    record(facts.DOCUMENT_VERSION_WITHDRAWN, version.document, by=by, number=version.number)
    return True


@transaction.atomic
def put_in_force(version: DocumentVersion, *, by: Person | None) -> None:
    """From now on this version counts; the one before is replaced and its copies on paper are called back.

    A signature of approval brings this about. Raises ValidationError where it does not wait for approval.
    """
    now, today = timezone.now(), timezone.localdate()
    document = Document.objects.select_for_update().get(pk=version.document_id)
    document.versions.filter(state=State.IN_FORCE).update(state=State.REPLACED, ended_at=now)
    if not document.versions.filter(pk=version.pk, state=State.APPROVAL).update(
        state=State.IN_FORCE, in_force_at=now
    ):
        raise ValidationError(_("This version does not wait for approval any more."))
    document.review_on = months_later(today, document.review_months)
    document.newer_edition = ""
    document.words = words_of(document)
    document.save(update_fields=["review_on", "newer_edition", "words"])
    called = _call_back(document)
    record(facts.DOCUMENT_IN_FORCE, document, by=by, number=version.number, copies=called)


@transaction.atomic
def still_right(document: Document, *, by: Person) -> None:
    """Somebody looked: it is still right, or still the newest edition. The next look is due later."""
    document.review_on = months_later(timezone.localdate(), document.review_months)
    document.save(update_fields=["review_on"])
    record(facts.DOCUMENT_STILL_RIGHT, document, by=by)


@transaction.atomic
def note_newer_edition(document: Document, *, by: Person, edition: str) -> None:
    """There is a newer edition than the one we work with."""
    if Document.objects.filter(pk=document.pk).exclude(newer_edition=edition).update(newer_edition=edition):
        record(facts.DOCUMENT_EDITION_NOTED, document, by=by)


@transaction.atomic
def retire(document: Document, *, by: Person, why: str) -> bool:
    """Nobody works with it any more; copies on paper are called back. Whether anything changed."""
    changed = Document.objects.filter(pk=document.pk, retired_on=None).update(
        retired_on=timezone.localdate(), retired_why=why
    )
    if changed:
        record(facts.DOCUMENT_RETIRED, document, by=by, copies=_call_back(document))
    return bool(changed)


@transaction.atomic
def take_into_use(document: Document, *, by: Person) -> bool:
    """It was retired too early. Whether anything changed."""
    changed = Document.objects.filter(pk=document.pk).exclude(retired_on=None)
    if not changed.update(retired_on=None, retired_why=""):
        return False
    record(facts.DOCUMENT_RETURNED, document, by=by)
    return True


@transaction.atomic
def give_copy(document: Document, *, by: Person, where: str, keeper: Person | None) -> PrintedCopy:
    """Write down that the version in force hangs somewhere on paper. Raises ValidationError without one."""
    version = document.in_force
    if version is None:
        raise ValidationError(_("No version counts yet, so there is nothing to give out."))
    copy = PrintedCopy.objects.create(version=version, where=where, keeper=keeper)
    record(facts.DOCUMENT_COPY_GIVEN, document, by=by, copy=copy.pk)
    return copy


@transaction.atomic
def take_copy_in(copy: PrintedCopy, *, by: Person) -> bool:
    """The paper is back or destroyed. Whether anything changed."""
    if not PrintedCopy.objects.filter(pk=copy.pk, taken_in_on=None).update(taken_in_on=timezone.localdate()):
        return False
    record(facts.DOCUMENT_COPY_TAKEN_IN, copy.version.document, by=by, copy=copy.pk)
    return True


def words_of(document: Document) -> str:
    """What the search finds besides number and title."""
    version = document.in_force if document.pk else None
    found = [document.publisher, document.kept_where]
    if version is not None:
        found += [version.revision, version.changed, version.file_name]
    return "\n".join(word for word in found if word)


def _call_back(document: Document) -> int:
    out = PrintedCopy.objects.out().filter(version__document=document, called_back_on=None)
    return out.update(called_back_on=timezone.localdate())


@transaction.atomic
def _step(version: DocumentVersion, old: str, new: str, fact: Any, *, by: Person) -> bool:
    if not DocumentVersion.objects.filter(pk=version.pk, state=old).update(state=new):
        return False
    record(fact, version.document, by=by, number=version.number)
    return True
