"""The file a backup is: a gzipped tar, its manifest first. It tells nothing about times or order."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from genba.front.backup.folder import sync_folder
from genba.front.backup_trouble import Damaged

FORMAT = 2
KNOWN_FORMATS = {1, 2}  # the first one had no fingerprints of contents
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024


class Vanished(Exception):  # noqa: N818  (a state of affairs)
    """A file was there when it was listed and gone when it was packed; listing anew helps."""


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
    digests: dict[str, str] = field(default_factory=dict)
    loose_ends: int = 0
    key: str = ""
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)

    def as_bytes(self) -> bytes:
        """The manifest as it stands in the archive."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Manifest":
        """Read one back. Raises Damaged."""
        try:
            data = json.loads(raw)
            if data["format"] not in KNOWN_FORMATS:
                raise Damaged("unknown_form")
            parts = {str(name): Part(**part) for name, part in data.pop("parts").items()}
            return cls(parts=parts, **data)
        except (ValueError, TypeError, KeyError, AttributeError) as trouble:
            raise Damaged("bad_list") from trouble


def write_archive(
    target: Path,
    manifest: Manifest,
    parts: dict[str, Path],
    wanted: dict[str, str],
    aside: Path,
    progress: Callable[[str, float | None], None],
) -> tuple[Manifest, int, str]:
    """Write manifest and parts into a new file; it appears under its name only when it is whole.

    `wanted` are the files that the database tells of (where → sha256): what is not there, or not what it
    was, is written into the manifest. Gives the manifest, the size and the sha256. Raises Vanished.
    """
    known = {name: part for name, path in parts.items() if (part := part_of(path)) is not None}
    missing = sorted(name for name in wanted if f"files/{name}" not in known)
    altered = sorted(
        name
        for name, sha256 in wanted.items()
        if f"files/{name}" in known and known[f"files/{name}"].sha256 != sha256
    )
    manifest = replace(manifest, parts=known, missing=missing, altered=altered)
    unfinished = aside / "archive"
    with _private(unfinished) as raw:
        counted = _Counted(raw)
        with (
            gzip.GzipFile(filename="", fileobj=counted, mode="wb", compresslevel=6, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
        ):
            listing = manifest.as_bytes()
            tar.addfile(_plain(MANIFEST, len(listing)), io.BytesIO(listing))
            for number, name in enumerate(sorted(known)):
                progress("packing", number / len(known))
                _add(tar, name, parts[name], known[name])
        raw.flush()
        os.fsync(raw.fileno())
    unfinished.replace(target)
    sync_folder(target.parent)
    return manifest, counted.size, counted.digest.hexdigest()


class _Counted:
    """Hashes and counts what is written through it."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.raw, self.size, self.digest = raw, 0, hashlib.sha256()

    def write(self, content: bytes) -> int:
        self.digest.update(content)
        self.size += len(content)
        return self.raw.write(content)

    def flush(self) -> None:
        self.raw.flush()


def _add(tar: tarfile.TarFile, name: str, path: Path, known: Part) -> None:
    try:
        with path.open("rb") as content:
            if os.fstat(content.fileno()).st_size != known.size:
                raise Vanished
            tar.addfile(_plain(name, known.size), content)
    except FileNotFoundError as trouble:
        raise Vanished from trouble


def part_of(path: Path) -> Part | None:
    """Size and fingerprint of a file; None when it is gone."""
    try:
        with path.open("rb") as content:
            size = os.fstat(content.fileno()).st_size
            return Part(hashlib.file_digest(content, "sha256").hexdigest(), size)
    except FileNotFoundError:
        return None


def unpack(source: Path, target: Path, *, only: Callable[[str], bool] = lambda _name: True) -> Manifest:
    """Check every part of an archive and lay out those that are wanted in an empty folder. Raises Damaged."""
    try:
        with tarfile.open(source, mode="r|gz") as tar:
            members = iter(tar)
            manifest = _manifest_from(tar, next(members, None))
            found = set(_unpacked(tar, members, manifest, target, only))
    except (tarfile.TarError, zlib.error, EOFError, ValueError) as trouble:
        raise Damaged("not_whole", name=source.name) from trouble
    if missing := sorted(set(manifest.parts) - found):
        raise Damaged("part_missing", name=source.name, part=missing[0])
    return manifest


def _manifest_from(tar: tarfile.TarFile, member: tarfile.TarInfo | None) -> Manifest:
    content = tar.extractfile(member) if member and member.name == MANIFEST and member.isfile() else None
    if content is None:
        raise Damaged("no_list")
    return Manifest.from_bytes(content.read(64 * CHUNK))


def _unpacked(
    tar: tarfile.TarFile,
    members: Iterable[tarfile.TarInfo],
    manifest: Manifest,
    target: Path,
    only: Callable[[str], bool],
) -> Iterator[str]:
    for member in members:
        expected = manifest.parts.get(member.name)
        content = tar.extractfile(member) if member.isfile() else None
        path = (target / member.name).resolve()
        if expected is None or content is None or not path.is_relative_to(target.resolve()):
            raise Damaged("part_unknown", part=member.name)
        if only(member.name):
            path.parent.mkdir(parents=True, exist_ok=True)
            found = _copied(content, path)
        else:
            found = _read(content, None)
        if found != expected:
            raise Damaged("part_altered", part=member.name)
        yield member.name


def _copied(content: IO[bytes], path: Path) -> Part:
    with _private(path) as out:
        part = _read(content, out)
        out.flush()
        os.fsync(out.fileno())
    return part


def _read(content: IO[bytes], out: IO[bytes] | None) -> Part:
    digest, size = hashlib.sha256(), 0
    while chunk := content.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if out is not None:
            out.write(chunk)
    return Part(digest.hexdigest(), size)


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _plain(name: str, size: int) -> tarfile.TarInfo:
    info: Any = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, 0, 0o600
    return info  # type: ignore[no-any-return]  # read from JSON
