"""Begin an import: keep the uploaded file, look into it, guess what its columns mean."""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Required, TypedDict, Unpack

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from genba.sources.mapping import guess_mapping, valid_mapping
from genba.sources.models import Import
from genba.sources.models.import_batch import imports_folder
from genba.sources.reading import MEGABYTE, read_table, unpack
from genba.sources.table import Table, TableUnreadable
from genba.sources.targets import Target


class Beginning(TypedDict, total=False):
    """What is said about a file when an import begins."""

    file_name: Required[str]
    target: Required[Target]
    place: Required[str]
    by_id: Required[int | None]
    register_name: str
    sheet: str
    options: Mapping[str, Any] | None


def start_import(chunks: Iterable[bytes], **more: Unpack[Beginning]) -> Import:
    """Look into the file and save the import. Raises TableUnreadable, and then nothing is kept."""
    begun = look_into(chunks, **more)
    try:
        begun.save()
    except BaseException:
        begun.path.unlink(missing_ok=True)
        raise
    return begun


def look_into(  # noqa: PLR0913  (all by name)
    chunks: Iterable[bytes],
    *,
    file_name: str,
    target: Target,
    place: str,
    by_id: int | None,
    register_name: str = "",
    sheet: str = "",
    options: Mapping[str, Any] | None = None,
) -> Import:
    """Keep the file and guess its mapping; the import itself is not saved yet, because reading takes long.

    Raises TableUnreadable, and then nothing is kept.
    The caller has checked that this person may import to this place (`target.places`).
    """
    name = _clean_name(file_name)
    stored_as, size, sha256 = _stored(chunks)
    path = imports_folder() / stored_as
    try:
        unpack(path)
        table = read_table(path, sheet=sheet.replace("\0", "")[:200])
        begun = Import(
            target=target.kind,
            place=place,
            register_name=(register_name.strip() or register_from(name))[:120],
            options=dict(options or {}),
            file_name=name,
            sha256=sha256,
            size=size,
            stored_as=stored_as,
            started_by=by_id,
        )
        _take_over_layout(begun, table, target)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return begun


@transaction.atomic
def choose_sheet(begun: Import, sheet: str, target: Target) -> None:
    """Look at another sheet of the same workbook. Raises TableUnreadable."""
    table = read_table(begun.path, sheet=sheet.replace("\0", "")[:200])
    _take_over_layout(begun, table, target)
    begun.state = Import.State.UPLOADED
    begun.save()


def forget_import(begun: Import) -> bool:
    """Throw away an upload that was never taken over. False when it was, or is being."""
    states = (Import.State.UPLOADED, Import.State.CHECKED, Import.State.FAILED)
    gone, _kinds = Import.objects.filter(pk=begun.pk, state__in=states, arrivals=None).delete()
    if gone:
        begun.path.unlink(missing_ok=True)
    return bool(gone)


def forget_old_files(*, before: datetime) -> int:
    """Remove uploaded tables from before; the imports and all they brought stay. Returns how many went.

    Files of imports that are under way stay, and so does nothing else: a crash may have left files alone.
    """
    busy = set(
        Import.objects.filter(state__in=(Import.State.CHECKING, Import.State.COMMITTING)).values_list(
            "stored_as", flat=True
        )
    )
    gone = 0
    for path in imports_folder().iterdir():
        if path.stem not in busy and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def register_from(file_name: str) -> str:
    """Guess the lasting name of a list: the file name without ending, dates and “(1)”.

    `Complaints 2026-11 (2).csv` and `complaints_2026-12.csv` are the same list: complaints.
    """
    stem = re.sub(r"(\.(csv|tsv|txt|gz|xlsx?|xlsm|xlsb|ods))+$", "", file_name.strip(), flags=re.I)
    stem = re.sub(r"\(\d+\)|\b(copy|kopie|copie|copia)\b", " ", stem, flags=re.I)
    stem = re.sub(r"(?<!\d)(19|20)\d{2}([._\-]?\d{1,2}){0,2}(?!\d)", " ", stem)
    words = " ".join(re.findall(r"[^\W_]+", stem)).lower()
    return words or file_name.strip()[:120] or "table"


def _take_over_layout(begun: Import, table: Table, target: Target) -> None:
    """Use the mapping of the last import with the same columns, else a guess."""
    begun.sheet = table.sheet[:120]
    begun.columns = list(table.columns)
    begun.options = {**begun.options, "sheets": list(table.sheets)}
    begun.notes = list(table.notes)
    earlier = (
        Import.objects.filter(target=target.kind, committed_at__isnull=False, columns=begun.columns)
        .order_by("-id")
        .first()
    )
    begun.mapping = (
        valid_mapping(earlier.mapping, table.columns, target.fields)
        if earlier
        else guess_mapping(table, target.fields)
    )


def _stored(chunks: Iterable[bytes]) -> tuple[str, int, str]:
    """Write the upload under a random name; stop as soon as it is too large."""
    limit = int(getattr(settings, "GENBA_IMPORT_BYTES", 200 * MEGABYTE))
    stored_as = secrets.token_hex(16)
    path = imports_folder() / stored_as
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as file:
            path.chmod(0o600)
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise TableUnreadable(
                        _("The file is larger than %(limit)s MB. Please split it into several files.")
                        % {"limit": limit // MEGABYTE}
                    )
                digest.update(chunk)
                file.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return stored_as, size, digest.hexdigest()


def _clean_name(file_name: str) -> str:
    name = Path(file_name.replace("\\", "/")).name
    return re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "", name)[:200] or "table"
