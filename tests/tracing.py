"""Finding unmistakable values in every byte that an instance has left anywhere."""

import base64
import contextlib
import gzip
import io
import secrets
import tarfile
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

LARGEST = 1 << 30


class Marks:
    """Values that stand nowhere else in the world, one for each thing that could be kept of somebody."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def __getitem__(self, what: str) -> str:
        """The value for something; made when it is asked for first."""
        return self.values.setdefault(what, f"Zq{secrets.token_hex(7)}")

    def learn(self, what: str, value: str) -> None:
        """Look for this value, too."""
        self.values[what] = value

    def searched(self) -> dict[bytes, str]:
        """Each form in which a value could lie somewhere, and what it is."""
        return {form: what for what, value in self.values.items() for form in forms(value)}


def forms(value: str) -> set[bytes]:
    """How a value may be written: as it is, in other letters, two bytes a letter, in hex, in base64."""
    plain = value.encode()
    found = {
        plain,
        plain.lower(),
        plain.upper(),
        value.encode("utf-16le"),
        urllib.parse.quote(value).encode(),
    }
    found |= {plain.hex().encode(), plain.hex().upper().encode()}
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain)
        found.add(coded[4 if shift else 0 : -4])  # without the letters that mix with what stands beside
    return {form for form in found if len(form) >= 8}


def hits(places: Iterable[Path], marks: Marks) -> list[str]:
    """Where something of a reporter lies: `file: what`. Archives and packed files are looked into."""
    searched = marks.searched()
    found = []
    for path in places:
        for inside in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if inside.is_file() and not inside.is_symlink():
                found += [f"{inside}: {what}" for what in in_bytes(inside.read_bytes(), searched)]
            found += [f"{inside} (name): {what}" for what in in_bytes(inside.name.encode(), searched)]
    return found


def in_bytes(content: bytes, searched: dict[bytes, str]) -> set[str]:
    """What of the searched lies in these bytes, or in what is packed in them."""
    return {what for piece in unpacked(content) for form, what in searched.items() if form in piece}


def unpacked(content: bytes) -> Iterator[bytes]:
    """The bytes, and everything that is packed in them."""
    yield content
    if content[:2] == b"\x1f\x8b":
        with gzip.open(io.BytesIO(content)) as whole:
            yield from unpacked(whole.read(LARGEST))
    elif content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from unpacked(archive.read(name))
    elif content[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            for entry in archive:
                if (file := archive.extractfile(entry)) is not None:
                    yield from unpacked(file.read())
    elif content[:5] == b"PGDMP":
        yield b"".join(_deflated(content))


def _deflated(content: bytes) -> Iterator[bytes]:
    """The pieces of a dump of PostgreSQL, which are packed one by one."""
    for start in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
        at = content.find(start)
        while at >= 0:
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj().decompress(content[at:])
            at = content.find(start, at + 2)
