"""What a restore was about to do, written down before it does it, so that the next start can finish it.

Plain files and renames only: this is read before Django knows which database and which secret there are.
"""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

NAME = "restore.journal"

# How far a restore has come. While PostgreSQL decides, which takes all or nothing, no file is touched.
DECIDING, MOVING, MOVED = "deciding", "moving", "moved"


@dataclass
class Journal:
    """One restore: where the new state was laid out, and every rename that puts it in its place."""

    stage: str
    aside: str
    attic: str = ""
    moves: list[tuple[str, str]] = field(default_factory=list)

    def write(self, data: Path) -> None:
        """Write it to the disk itself."""
        whole = data / f"{NAME}.new"
        with whole.open("w") as out:
            json.dump(asdict(self), out)
            out.flush()
            os.fsync(out.fileno())
        whole.replace(data / NAME)
        sync(data)

    def move(self) -> None:
        """Do the renames that are still to be done, in their order. May be called again after a kill."""
        Path(self.attic).mkdir(mode=0o700, exist_ok=True)
        for source, target in self.moves:
            if Path(source).exists() and not Path(target).exists():
                Path(source).rename(target)
        for folder in {Path(target).parent for _source, target in self.moves}:
            if folder.exists():
                sync(folder)

    def undo(self) -> None:
        """Take the renames back, as far as they were done."""
        for source, target in reversed(self.moves):
            if Path(target).exists() and not Path(source).exists():
                Path(target).rename(source)


def journal_of(data: Path) -> Journal | None:
    """The restore that was begun in this data folder and not ended."""
    try:
        return Journal(**json.loads((data / NAME).read_text()))
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_half_moved(data: Path) -> bool:
    """Whether a restore was killed between its renames."""
    journal = journal_of(data)
    return journal is not None and journal.stage == MOVING


def is_undecided(data: Path) -> bool:
    """Whether a restore was killed while PostgreSQL took it over, or before."""
    journal = journal_of(data)
    return journal is not None and journal.stage == DECIDING


def finish_moving(data: Path) -> bool:
    """Finish the renames of a restore that was killed in their middle. Whether there was one."""
    journal = journal_of(data)
    if journal is None or journal.stage != MOVING:
        return False
    journal.move()
    journal.stage = MOVED
    journal.write(data)
    return True


def forget(data: Path) -> None:
    """The restore is done, or was never begun."""
    (data / NAME).unlink(missing_ok=True)
    sync(data)


def sync(folder: Path) -> None:
    """Make names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
