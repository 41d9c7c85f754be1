"""Reads files of which somebody hopes that they do harm, in a process whose memory is measured.

`python -m tests.reading_hostile tables|pictures FILE…` writes what became of each, and the most memory.
"""

import json
import os
import re
import resource
import sys
from collections import deque
from pathlib import Path

import django

CHUNK = 1024
SECONDS = 15


def main(kind: str, paths: list[str]) -> None:
    """Read each and tell: how many rows or bytes came out, or the sentence with which it was refused."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "genba.config.settings_test"
    django.setup()
    from genba.sources import excel_reading  # noqa: PLC0415  (Django has to be set up first)

    excel_reading.SECONDS = SECONDS
    read = _table if kind == "tables" else _picture
    before = memory()
    told = {Path(path).name: read(Path(path)) for path in paths}
    print(json.dumps({"told": told, "before": before, "most": memory()}))  # noqa: T201


def memory() -> float:
    """The most megabytes that this process, or one that it started, has held so far.

    Its own come from the kernel's list, because the other figure begins with those of whoever started it.
    """
    own = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(int(own[1]) if own else 0, started) / CHUNK


def _table(path: Path) -> list[object]:
    from genba.sources.reading import read_table, unpack  # noqa: PLC0415  (Django has to be set up first)
    from genba.sources.table import TableUnreadable  # noqa: PLC0415

    try:
        unpack(path)
        table = read_table(path)
        last = deque(enumerate(table.rows(), start=1), maxlen=1)
    except TableUnreadable as refusal:
        return ["refused", str(refusal.sentence)]
    return [
        "read",
        last[0][0] if last else 0,
        repr([*table.columns, *(last[0][1].cells if last else ())])[:2000],
    ]


def _picture(path: Path) -> list[object]:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    from genba.trail.files import check_file  # noqa: PLC0415
    from genba.trail.refusal import FileRefused  # noqa: PLC0415

    try:
        check_file(SimpleUploadedFile("photo.png", path.read_bytes()))
    except FileRefused as refusal:
        return ["refused", str(refusal.sentence)]
    return ["kept"]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
