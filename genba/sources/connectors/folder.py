"""A folder into which another program writes files: the newest table in it is read, as an import reads it."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from genba.sources.connectors.connector import (
    MEGABYTES_OF_AN_ANSWER,
    Asked,
    Connector,
    Fetched,
    Outside,
    Settings,
    SourceTrouble,
    State,
)
from genba.sources.connectors.gathering import COLUMNS, readings_from
from genba.sources.connectors.rest import records_of
from genba.sources.reading import read_table
from genba.sources.table import TableUnreadable

ENDINGS = {".csv", ".tsv", ".txt", ".gz", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"}
MOST_FILES = 5_000
MEGABYTE = 1024 * 1024


def fetch(settings: Settings, secret: str, outside: Outside) -> Fetched:
    """Read the newest table of the folder. Files that begin with a dot or ~ are still being written."""
    del secret
    newest = _newest(below(outside.root, settings["folder"]))
    if newest.stat().st_size > MEGABYTES_OF_AN_ANSWER * MEGABYTE:
        raise SourceTrouble(State.HUGE, newest.name)
    try:
        records = records_of(read_table(newest, sheet=settings.get("sheet", "").strip()), outside)
    except TableUnreadable as trouble:
        raise SourceTrouble(State.NOT_JSON, f"{newest.name}: {trouble.sentence}") from trouble
    except OSError as trouble:
        raise SourceTrouble(State.NOT_THERE, newest.name) from trouble
    return readings_from(records, settings, outside)


def below(root: Path | None, name: str) -> Path:
    """The place that a name means below the root, links followed. Raises SourceTrouble elsewhere."""
    if root is None:
        words = _("Files are read only where GENBA_SOURCES_FOLDER names a folder of their own.")
        raise SourceTrouble(State.SETTING, words)
    try:
        place = (root / name.strip().lstrip("/\\")).resolve()
    except (OSError, ValueError, RuntimeError) as trouble:
        raise SourceTrouble(State.NOT_THERE) from trouble
    if not place.is_relative_to(root.resolve()):
        raise SourceTrouble(State.INSIDE, _("This lies outside the folder for sources."))
    return place


def _newest(folder: Path) -> Path:
    found: list[tuple[float, Path]] = []
    try:
        for number, path in enumerate(folder.iterdir()):
            if number >= MOST_FILES:
                raise SourceTrouble(State.HUGE, _("There are too many files in this folder."))
            is_ready = path.suffix.lower() in ENDINGS and not path.name.startswith((".", "~"))
            if is_ready and path.is_file() and not path.is_symlink():
                found.append((path.stat().st_mtime, path))
    except OSError as trouble:
        raise SourceTrouble(
            State.NOT_THERE, _("There is no such folder, or Genba may not read it.")
        ) from trouble
    if not found:
        raise SourceTrouble(State.EMPTY, _("There is no table in this folder."))
    return max(found)[1]


FOLDER = Connector(
    "folder",
    gettext_lazy("Folder"),
    gettext_lazy("The newest CSV or Excel file of a folder on the server."),
    (
        Asked(
            "folder",
            gettext_lazy("Folder"),
            gettext_lazy(
                "Its name below the folder for sources, which is sources in the data folder of Genba."
            ),
        ),
        Asked("sheet", gettext_lazy("Sheet"), gettext_lazy("Empty: the first one."), required=False),
        *COLUMNS,
    ),
    fetch,
)
