"""How a document becomes a procedure: looked at first, and taken over only when somebody says so."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.people.models import Person
from genba.trail.files import check_file, keep_file, keep_source, weigh
from genba.trail.models import File
from genba.trail.record import record
from genba.work import facts
from genba.work.formats.document import Document, FormatFault, NotUnderstood
from genba.work.formats.draft import LEFT, STEP, TITLE, Draft, Piece, draft_of, lines_of
from genba.work.formats.reading import READERS, format_of, read_procedure
from genba.work.models import Procedure, ProcedureImport, Process, Version
from genba.work.steps import StepFault, Steps, one_line, steps_from, to_do, walk, with_new_keys
from genba.work.writing import begin_version, open_procedure, write

MOST_FIELDS = 1900  # what one form may send; a step has four, a passage one
MARKUP = {"bpmn"}  # which nobody is ever shown: it is kept as it came, to be saved
State = ProcedureImport.State


def look_at(upload: "UploadedFile[bytes]", *, by: Person) -> ProcedureImport:
    """Read a document; nothing is stored. Raises FormatFault or FileRefused with a sentence."""
    name = PurePath(str(upload.name or "")).name
    kind = format_of(name)
    if kind in MARKUP:
        weigh(upload)
    else:
        check_file(upload)
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    seen = ProcedureImport(by=by, file_name=name[-200:], kind=kind)
    if kind in READERS:
        draft = draft_of(READERS[kind](content), PurePath(name).stem)
    else:
        found = read_procedure(name, content)
        draft = _draft_of_document(found.document)
        seen.number = found.document.number
        seen.notes = [_note(one) for one in found.not_understood]
    _fit_into_a_form(draft)
    seen.title, seen.why, seen.pages, seen.words_before = draft.title, draft.why, draft.pages, draft.words
    seen.pieces = [piece.plain() for piece in draft.pieces]
    return seen


@transaction.atomic
def keep(seen: ProcedureImport, upload: "UploadedFile[bytes]") -> None:
    """Keep what was looked at, with its file."""
    seen.save()
    if seen.kind in MARKUP:
        keep_source(seen, upload, ending=seen.kind, by=seen.by)
    else:
        keep_file(seen, upload, by=seen.by)


def pieces_of(seen: ProcedureImport) -> list[Piece]:
    """Its passages."""
    return [Piece(**plain) for plain in seen.pieces]


def steps_of(pieces: list[Piece]) -> Steps:
    """The ticked passages as steps. Raises StepFault."""
    return steps_from(lines_of(pieces))


def words_in(steps: Steps) -> int:
    """How many words a procedure has."""
    told = (f"{step.what} {step.who} {step.how_well} {step.tools} {step.why}" for _place, step in walk(steps))
    return sum(len(words.split()) for words in told)


@transaction.atomic
def take_over(
    seen: ProcedureImport,
    pieces: list[Piece],
    *,
    by: Person,
    title: str,
    why: str,
    into: Process | Procedure,
) -> Version:
    """Write the ticked passages into a new procedure of a process, or behind the steps of a draft.

    Raises ValidationError in words where a step cannot be kept or the import is not open any more.
    """
    try:
        steps = steps_of(pieces)
    except StepFault as fault:
        raise ValidationError(str(fault)) from fault
    if not steps:
        raise ValidationError(_("Tick at least one passage that becomes a step."))
    if not ProcedureImport.objects.open_to(by).filter(pk=seen.pk).update(state=State.TAKEN):
        raise ValidationError(_("This document was taken over or thrown away already."))
    version = _begun(seen, steps, by=by, title=title, why=why, into=into)
    seen.refresh_from_db()
    seen.version, seen.title, seen.why = version, title or version.title, why
    seen.pieces = [piece.plain() for piece in pieces]
    seen.steps_after, seen.words_after = len(to_do(steps)), words_in(steps)
    seen.save()
    record(
        facts.PROCEDURE_IMPORTED,
        version.procedure,
        by=by,
        version=version.number,
        steps=seen.steps_after,
        words=seen.words_after,
        before=seen.words_before,
    )
    return version


@transaction.atomic
def forget(seen: ProcedureImport, *, by: Person) -> bool:
    """Throw away what was only looked at. Whether it was still open."""
    if (
        not ProcedureImport.objects.open_to(by)
        .filter(pk=seen.pk)
        .update(state=State.FORGOTTEN, pieces=[], notes=[], why="")
    ):
        return False
    File.objects.of(seen).update(withdrawn_at=timezone.now())
    return True


def _begun(
    seen: ProcedureImport, steps: Steps, *, by: Person, title: str, why: str, into: Process | Procedure
) -> Version:
    if isinstance(into, Process):
        taken = not seen.number or Procedure.objects.filter(code=seen.number).exists()
        code = "" if taken else seen.number
        return open_procedure(title=title, process=into, by=by, why=why, steps=steps, code=code)
    version = begin_version(into, by=by, reason=_("Imported from %(name)s") % {"name": seen.file_name})
    write(version, by=by, steps=(*version.steps, *with_new_keys(steps)))
    return version


def _draft_of_document(document: Document) -> Draft:
    pieces = []
    for place, step in walk(document.steps):
        fields = step.plain()
        fields.pop("steps", None)
        became = TITLE if step.is_heading else STEP
        pieces.append(Piece(step.what, became, "given", len(place) - 1, fields))
    return Draft(document.title, document.why, pieces, 0, words_in(document.steps))


def _note(one: NotUnderstood) -> dict[str, Any]:
    return {"place": one.place[:200], "name": one.name, "sentence": one.sentence}


def _fit_into_a_form(draft: Draft) -> None:
    """Join words that lie beside each other where there are too many. Raises FormatFault."""
    if _fields_of(draft.pieces) > MOST_FIELDS:
        joined: list[Piece] = []
        for piece in draft.pieces:
            if joined and piece.became == joined[-1].became == LEFT:
                joined[-1].text = one_line(f"{joined[-1].text} {piece.text}")
            else:
                joined.append(piece)
        draft.pieces[:] = joined
    if _fields_of(draft.pieces) > MOST_FIELDS:
        raise FormatFault(_("This holds more than one procedure. Divide it and import the parts one by one."))


def _fields_of(pieces: list[Piece]) -> int:
    return sum(4 if piece.is_taken else 1 for piece in pieces)
