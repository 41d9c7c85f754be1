"""What a disk may hold when the power goes: all that was synced, and of the rest whatever chance keeps.

A write that was not synced may be there, be missing, or be torn at a sector; later ones may be there without
earlier ones. A file that was made but never synced may be missing, a deleted one may still be there.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pysqlite3

SECTOR = 512
MANNERS = ["nothing", "everything", "some", "in order"]
Line = tuple[str, str, int, bytes]


@dataclass
class File:
    """One file on the disk: what is sure, and what was asked for since."""

    sure: bytearray = field(default_factory=bytearray)
    is_sure: bool = False
    since: list[tuple[int, Line]] = field(default_factory=list)

    def sync(self, before: int) -> None:
        """What was asked for before this line is sure from now on."""
        for number, line in self.since:
            if number < before:
                _apply(self.sure, line)
        self.since = [(number, line) for number, line in self.since if number >= before]
        self.is_sure = True

    def left_by(self, dice: random.Random, manner: str) -> bytes | None:
        """The bytes that may be there when the power goes now; None for no file."""
        if not self.is_sure and (manner == "nothing" or dice.random() < 0.3):
            return None
        content = bytearray(self.sure)
        stop = dice.randrange(len(self.since) + 1)
        for place, (_number, line) in enumerate(self.since):
            if manner == "nothing" or (manner == "in order" and place >= stop):
                break
            if manner != "some" or dice.random() < 0.5:
                _apply(content, _torn(line, dice) if manner == "some" and dice.random() < 0.2 else line)
        return bytes(content)


@dataclass(frozen=True)
class Image:
    """A disk after the power went: files by name, and who had been told before that theirs is kept."""

    files: dict[str, bytes]
    acknowledged: list[str]
    at: int
    manner: str


def images(base: tuple[str, bytes], lines: list[Line], *, count: int, dice: random.Random) -> Iterator[Image]:
    """`count` disks after a loss of power at random lines, in the order of time."""
    disk = {base[0]: File(bytearray(base[1]), is_sure=True)}
    told: list[str] = []
    moments = sorted(dice.choices(range(len(lines) + 1), k=count))
    for number in range(len(lines) + 1):
        while moments and moments[0] == number:
            moments.pop(0)
            manner = dice.choice(MANNERS)
            left = {name: file.left_by(dice, manner) for name, file in disk.items()}
            kept = {name: content for name, content in left.items() if content is not None}
            yield Image(kept, list(told), number, manner)
        if number < len(lines):
            _go_on(disk, told, number, lines[number])


def _go_on(disk: dict[str, File], told: list[str], number: int, line: Line) -> None:
    what, name, value, _content = line
    if what == "acknowledged":
        told.append(name)
    elif what == "sync":
        disk.setdefault(name, File()).sync(value)
    elif what == "create":
        disk.setdefault(name, File())
    elif what == "delete" and name in disk:
        if value:
            del disk[name]
        else:
            disk[name].is_sure = False
    elif what in {"write", "truncate"}:
        disk.setdefault(name, File()).since.append((number, line))


def _apply(content: bytearray, line: Line) -> None:
    what, _name, value, written = line
    if what == "truncate":
        del content[value:]
        return
    if len(content) < value:
        content.extend(bytes(value - len(content)))
    content[value : value + len(written)] = written


def _torn(line: Line, dice: random.Random) -> Line:
    what, name, value, written = line
    sectors = len(written) // SECTOR
    return (what, name, value, written[: dice.randrange(sectors) * SECTOR]) if sectors > 1 else line


@dataclass
class Findings:
    """What came of opening all the images."""

    looked_at: int = 0
    lost: list[str] = field(default_factory=list)
    corrupt: list[str] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)

    def told(self) -> str:
        """In one line."""
        return (
            f"{self.looked_at} losses of power, {len(self.lost)} acknowledged lost, "
            f"{len(self.corrupt)} corrupt, {len(self.halves)} half"
        )

    def look_at(self, image: Image, folder: Path, init_command: str) -> None:
        """Open a disk as Genba opens it after the power is back, and compare."""
        self.looked_at += 1
        where = f"line {image.at}, {image.manner}"
        database = _laid_out(image, folder)
        connection = pysqlite3.connect(database)
        try:
            connection.executescript(init_command)
            said = connection.execute("PRAGMA integrity_check").fetchone()[0]
            if said != "ok":
                self.corrupt.append(f"{where}: {said}")
                return
            named = [row[0] for row in connection.execute(NAMED)]
            hidden = connection.execute("SELECT count(*) FROM listen_original").fetchone()[0]
            whole = connection.execute(WHOLE).fetchone()[0]
        except pysqlite3.DatabaseError as trouble:
            self.corrupt.append(f"{where}: {trouble}")
            return
        finally:
            connection.close()
        there = set(named)
        missing = [words for words in image.acknowledged if words != "anonymous" and words not in there]
        missing += ["anonymous"] * max(0, image.acknowledged.count("anonymous") - hidden)
        self.lost += [f"{where}: {words}" for words in missing]
        if whole != len(named) or len(named) != len(there):
            self.halves.append(f"{where}: {len(named)} reports, {whole} with their fact")


NAMED = "SELECT text FROM listen_report WHERE reporter_id IS NOT NULL"
WHOLE = """
    SELECT count(*) FROM listen_report JOIN trail_fact
    ON trail_fact.subject_id = CAST(listen_report.id AS TEXT) AND trail_fact.name = 'listen.report_received'
    WHERE reporter_id IS NOT NULL
"""


def _laid_out(image: Image, folder: Path) -> str:
    for old in folder.iterdir():
        old.unlink()
    for name, content in image.files.items():
        (folder / Path(name).name).write_bytes(content)
    return str(folder / "genba.sqlite3")
