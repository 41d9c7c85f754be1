"""`keep_file()`: the one way in which a file comes to a record."""

import hashlib
import io
import os
import re
import unicodedata
from typing import IO

from django.conf import settings
from django.core.files.base import File as OpenFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from genba.trail.facts import FILE_ADDED
from genba.trail.file_types import FILE_TYPES, ending_of, must_be_picture, type_of
from genba.trail.models import Blob, File
from genba.trail.pictures import Picture, repaint
from genba.trail.record import HasKey, record
from genba.trail.refusal import FileRefused
from genba.trail.strays import while_saving_a_file
from genba.trail.subjects import kind_of

__all__ = ["FILE_TYPES", "FileRefused", "check_file", "keep_file", "keep_picture", "open_file", "paint"]
__all__ += ["check_picture", "keep_source", "weigh"]

LONGEST_NAME = 200
UNSHOWN = "application/octet-stream"


@transaction.atomic
def keep_file(
    subject: Model, upload: "UploadedFile[bytes]", *, by: HasKey | None, anonymous: bool = False
) -> File:
    """Keep an uploaded file with a record.

    Pictures are painted anew from their pixels. With `anonymous` only pictures are taken, and neither name
    nor day nor a file's time is kept. Raises FileRefused with a sentence for the sender; nothing is stored.
    """
    if anonymous:
        return keep_picture(subject, paint(upload))
    return _kept(subject, *_checked(upload), by=by)


@transaction.atomic
def keep_source(subject: Model, upload: "UploadedFile[bytes]", *, ending: str, by: HasKey | None) -> File:
    """Keep a file of markup as it came, byte for byte, because a reader of ours has understood it.

    It is never shown, only saved: no browser knows its type (`application/octet-stream`), and it gets the
    `ending` of what it was read as, whatever it was called. Raises FileRefused for one that is too large.
    """
    weigh(upload)
    stream: IO[bytes] = upload.file or upload
    stream.seek(0)
    return _kept(subject, _clean(str(upload.name or ""), ending), UNSHOWN, stream, by=by)


def _kept(subject: Model, name: str, kind: str, content: IO[bytes], *, by: HasKey | None) -> File:
    kept = File(
        subject_kind=kind_of(subject),
        subject_id=str(subject.pk),
        name=name,
        content_type=kind,
        size=_size(content),
        sha256=_sha256(content),
        added_by_id=None if by is None else by.pk,
    )
    while_saving_a_file()
    try:
        kept.blob.save(name, OpenFile(content), save=True)
    except BaseException:
        if kept.blob:
            kept.blob.storage.delete(kept.blob.name or "")
        raise
    if by is not None:
        record(FILE_ADDED, subject, by=by, file=str(kept.pk))
    return kept


def paint(upload: "UploadedFile[bytes]") -> Picture:
    """A picture that came without a name, painted anew. Raises FileRefused for anything else."""
    weigh(upload)
    stream: IO[bytes] = upload.file or upload
    must_be_picture(stream, str(upload.name or ""))
    stream.seek(0)
    return repaint(stream)


@transaction.atomic
def keep_picture(subject: Model, picture: Picture) -> File:
    """Keep a painted picture with a record, by nobody: without name, without day, inside the database."""
    kept = File.objects.create(
        subject_kind=kind_of(subject),
        subject_id=str(subject.pk),
        name=f"photo.{picture.ending}",
        content_type=picture.content_type,
        size=len(picture.content),
        sha256=hashlib.sha256(picture.content).hexdigest(),
        added_on=None,
    )
    Blob.objects.create(file=kept, content=picture.content)
    return kept


def check_file(upload: "UploadedFile[bytes]") -> None:
    """Say whether a file would be kept. Raises FileRefused where not.

    Forms ask it, and whoever is about to begin a transaction, because painting takes a moment.
    """
    _checked(upload)
    upload.seek(0)


def check_picture(upload: "UploadedFile[bytes]") -> None:
    """Say whether a picture would be kept. Raises FileRefused where not, also for what is no picture."""
    weigh(upload)
    if not type_of(upload.file or upload, str(upload.name or "")).is_picture:
        raise FileRefused(_("Please choose a picture."))
    check_file(upload)


def weigh(upload: "UploadedFile[bytes]") -> None:
    """Say whether a file is of a size that we take. Raises FileRefused where not."""
    if not upload.size:
        raise FileRefused(_("This file is empty. Please choose it again."))
    if upload.size > settings.GENBA_UPLOAD_BYTES:
        limit = settings.GENBA_UPLOAD_BYTES // (1024 * 1024)
        raise FileRefused(
            _("This file is too large. We take files of up to %(limit)d MB.") % {"limit": limit}
        )


def open_file(file: File) -> IO[bytes]:
    """The bytes of a kept file, wherever they lie."""
    if file.blob:
        return file.blob.open("rb")
    return io.BytesIO(bytes(Blob.objects.get(file=file).content))


def _checked(upload: "UploadedFile[bytes]") -> tuple[str, str, IO[bytes]]:
    """The name, the type and the bytes as they will be kept. What was checked before is not painted again."""
    found: tuple[str, str, IO[bytes]] | None = getattr(upload, "was_checked", None)
    if found is None:
        found = upload.was_checked = _looked_at(upload)  # type: ignore[attr-defined]  # lives as long as it
    found[2].seek(0)
    return found


def _looked_at(upload: "UploadedFile[bytes]") -> tuple[str, str, IO[bytes]]:
    weigh(upload)
    stream: IO[bytes] = upload.file or upload
    given = str(upload.name or "")
    kind = type_of(stream, given)
    stream.seek(0)
    if kind.is_picture:
        picture = repaint(stream)
        return _clean(given, picture.ending), picture.content_type, io.BytesIO(picture.content)
    return _clean(given, ending_of(given, kind)), kind.content_type, stream


def _clean(given: str, ending: str) -> str:
    """A name that cannot lead anywhere: no folders, no invisible characters, the ending of what it is."""
    last = re.split(r"[\\/]", given)[-1]
    stem = last.rpartition(".")[0] or last
    seen = "".join(letter for letter in stem if unicodedata.category(letter)[0] != "C").strip(" .")
    return f"{seen[: LONGEST_NAME - len(ending) - 1] or 'file'}.{ending}"


def _size(content: IO[bytes]) -> int:
    content.seek(0, os.SEEK_END)
    size = content.tell()
    content.seek(0)
    return size


def _sha256(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := content.read(1 << 20):
        digest.update(piece)
    content.seek(0)
    return digest.hexdigest()
