"""The file a backup is: a gzipped tar, its manifest first. It tells nothing about times or order."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024


class Damaged(Exception):  # noqa: N818  (a state of affairs)
    """The archive is cut, altered, or no backup of Genba at all; the sentence says which."""


@dataclass(frozen=True)
class Part:
    """One file in the archive."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What the archive holds, as it was when it was written."""

    genba: str
    engine: str
    migrations: list[str]
    rows: dict[str, int]
    parts: dict[str, Part] = field(default_factory=dict)
    format: int = FORMAT

    def as_bytes(self) -> bytes:
        """The manifest as it stands in the archive."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Manifest":
        """Read one back. Raises Damaged."""
        try:
            data = json.loads(raw)
            if data["format"] != FORMAT:
                message = "The backup was written in a form that this version of Genba does not know."
                raise Damaged(message)
            parts = {str(name): Part(**part) for name, part in data.pop("parts").items()}
            return cls(parts=parts, **data)
        except (ValueError, TypeError, KeyError, AttributeError) as trouble:
            message = "The list of contents in this backup cannot be read."
            raise Damaged(message) from trouble


def write_archive(target: Path, manifest: Manifest, parts: dict[str, Path]) -> None:
    """Write manifest and parts into a new file; it appears under its name only when it is whole."""
    known = {name: part_of(path) for name, path in parts.items()}
    manifest = Manifest(**{**vars(manifest), "parts": known})
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with _private(unfinished) as raw:
            with (
                gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0) as packed,
                tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
            ):
                listing = manifest.as_bytes()
                tar.addfile(_plain(MANIFEST, len(listing)), io.BytesIO(listing))
                for name in sorted(parts):
                    with parts[name].open("rb") as content:
                        tar.addfile(_plain(name, known[name].size), content)
            raw.flush()
            os.fsync(raw.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def part_of(path: Path) -> Part:
    """Size and fingerprint of a file."""
    with path.open("rb") as content:
        return Part(hashlib.file_digest(content, "sha256").hexdigest(), path.stat().st_size)


def unpack(source: Path, target: Path) -> Manifest:
    """Lay the parts of an archive out in an empty folder and check each. Raises Damaged."""
    try:
        with tarfile.open(source, mode="r|gz") as tar:
            members = iter(tar)
            manifest = _manifest_from(tar, next(members, None))
            found = set(_unpacked(tar, members, manifest, target))
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError) as trouble:
        message = f"{source.name} is cut off, altered, or no backup of Genba."
        raise Damaged(message) from trouble
    if missing := sorted(set(manifest.parts) - found):
        message = f"{source.name} is not whole: {missing[0]} is missing."
        raise Damaged(message)
    return manifest


def _manifest_from(tar: tarfile.TarFile, member: tarfile.TarInfo | None) -> Manifest:
    content = tar.extractfile(member) if member and member.name == MANIFEST and member.isfile() else None
    if content is None:
        message = "This is no backup of Genba: the list of contents is missing."
        raise Damaged(message)
    return Manifest.from_bytes(content.read(64 * CHUNK))


def _unpacked(
    tar: tarfile.TarFile, members: Iterable[tarfile.TarInfo], manifest: Manifest, target: Path
) -> Iterator[str]:
    for member in members:
        expected = manifest.parts.get(member.name)
        content = tar.extractfile(member) if member.isfile() else None
        path = (target / member.name).resolve()
        if expected is None or content is None or not path.is_relative_to(target.resolve()):
            message = f"The backup holds something that its list of contents does not know: {member.name}."
            raise Damaged(message)
        path.parent.mkdir(parents=True, exist_ok=True)
        if _copied(content, path) != expected:
            message = f"The backup was altered: {member.name} is not what its list of contents says."
            raise Damaged(message)
        yield member.name


def _copied(content: IO[bytes], path: Path) -> Part:
    digest, size = hashlib.sha256(), 0
    with _private(path) as out:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return Part(digest.hexdigest(), size)


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _plain(name: str, size: int) -> tarfile.TarInfo:
    info: Any = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, 0, 0o600
    return info  # type: ignore[no-any-return]  # read from JSON
