"""The list of who was erased. It lies beside the database, so that a restored backup brings nobody back.

A line holds a number and a mark made from the day on which the person joined and the instance's own salt: it
fits no other person who may get the same number later, and no other organisation. It names nobody.
"""

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings

from genba.people.models import Organisation, Person

KEEPS = "keeps-printed-names"


def list_path() -> Path:
    """Where the list lies."""
    return Path(settings.GENBA_DATA) / "erased"


def write_down(person: Person, *, keeps_printed_names: bool) -> None:
    """Add a line, unless it is there."""
    line = f"{person.pk} {_mark(person)}{' ' + KEEPS if keeps_printed_names else ''}"
    lines = _lines()
    if line not in lines:
        _write([*lines, line])


def is_listed(person: Person) -> tuple[bool, bool]:
    """Whether this person stands on the list, and whether the printed names of their signatures stay."""
    for line in _lines():
        number, mark, *more = f"{line} ".split(" ")
        if number == str(person.pk) and mark == _mark(person):
            return True, KEEPS in more
    return False, False


def listed_numbers() -> list[int]:
    """The numbers on the list; whose they are, the marks say."""
    return [int(line.split(" ")[0]) for line in _lines() if line.split(" ")[0].isdecimal()]


def take_over(other: Path) -> None:
    """Add the lines of another list, for example one that was kept with the backups."""
    try:
        lines = other.read_text().splitlines()
    except FileNotFoundError:
        return
    own = _lines()
    if new := [line for line in lines if line and line not in own]:
        _write([*own, *new])


def _mark(person: Person) -> str:
    organisation = Organisation.objects.first()
    salt = organisation.receipt_salt if organisation else ""
    words = f"{salt}:{person.pk}:{person.joined_on.isoformat()}"
    return hashlib.sha256(words.encode()).hexdigest()[:24]


def _lines() -> list[str]:
    try:
        return list_path().read_text().splitlines()
    except FileNotFoundError:
        return []


def _write(lines: list[str]) -> None:
    """Replace the list in one step, so that a crash leaves the old or the new one."""
    path = list_path()
    whole = path.with_name(f"erased.{secrets.token_hex(4)}")
    with whole.open("x") as file:
        whole.chmod(0o600)
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    whole.replace(path)
