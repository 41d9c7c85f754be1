"""A folder, best on a disk that can be written once only. Nothing in it is ever overwritten."""

import os
from dataclasses import dataclass
from pathlib import Path

from genba.trail.models import Checkpoint
from genba.trail.witnesses.place import NotReached, Place

CHECKPOINT = "checkpoint"
STAMP = "tsr"


@dataclass(frozen=True)
class Folder(Place):
    """Checkpoints as files, `2026-11/22/000000001234-89abcdef.checkpoint`."""

    kind = "folder"

    def send(self, checkpoint: Checkpoint) -> None:
        """Write the checkpoint as a new file."""
        self.keep(checkpoint, checkpoint.note.encode(), CHECKPOINT)

    def keep(self, checkpoint: Checkpoint, content: bytes, ending: str) -> None:
        """Write what belongs to a checkpoint. A folder that is not there is not made: is its disk away?"""
        top = Path(self.target)
        if not top.is_dir():
            message = f"There is no folder {top}."
            raise NotReached(message)
        folder = top / f"{checkpoint.signed_at:%Y-%m}" / f"{checkpoint.signed_at:%d}"
        stem = f"{checkpoint.size:012}-{bytes(checkpoint.root).hex()[:8]}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name in (f"{stem}.{ending}", *(f"{stem}-{again}.{ending}" for again in range(2, 10))):
                if _written_once(folder / name, content):
                    return
        except OSError as trouble:
            message = f"{trouble.strerror or trouble} ({top})"
            raise NotReached(message) from trouble
        message = f"{folder / stem} was written half again and again."
        raise NotReached(message)


def _written_once(path: Path, content: bytes) -> bool:
    """Make the file; True also when it is there already with this content."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        return path.read_bytes() == content
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    for place in (path.parent, path.parent.parent):
        held = os.open(place, os.O_RDONLY)
        try:
            os.fsync(held)
        finally:
            os.close(held)
    return True
