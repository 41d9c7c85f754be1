"""Checkpoints and time stamps that come from outside: a file, or a folder with files."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from genba.trail.seals.note import NotANote, SignedCheckpoint, read_checkpoint

LARGEST = 1024 * 1024
STAMPS = {".tsr"}


@dataclass
class Outside:
    """What was found outside, checkpoints by size."""

    checkpoints: list[tuple[SignedCheckpoint, str]] = field(default_factory=list)
    stamps: list[Path] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)


def read_outside(places: Iterable[Path]) -> Outside:
    """Read files and folders. Raises OSError where there is nothing."""
    found = Outside()
    for place in places:
        for path in sorted(_files(place)):
            if path.suffix in STAMPS:
                found.stamps.append(path)
            else:
                _read(path, found)
    found.checkpoints.sort(key=lambda pair: pair[0].size)
    return found


def _files(place: Path) -> list[Path]:
    if place.is_dir():
        return [path for path in place.rglob("*") if path.is_file()]
    place.stat()
    return [place]


def _read(path: Path, found: Outside) -> None:
    try:
        if path.stat().st_size > LARGEST:
            raise NotANote(path.name)
        found.checkpoints.append((read_checkpoint(path.read_text(encoding="utf-8")), str(path)))
    except (NotANote, UnicodeDecodeError):
        found.unread.append(path)
