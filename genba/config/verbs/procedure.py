"""`check` ends with 1 and FILE:LINE:COLUMN where something is wrong. Formats follow the ending of a file."""

import argparse
from pathlib import Path

from django.utils.translation import gettext

from genba.analysis.procedure_words import what_it_allows
from genba.config.terminal import Refusal, complain, say
from genba.work.formats.document import FormatFault
from genba.work.formats.reading import read_procedure
from genba.work.formats.writing import WRITERS
from genba.work.steps import to_do

MOST = 64 * 1024 * 1024


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with which file."""
    verbs = parser.add_subparsers(dest="what", required=True, metavar="check|convert")
    check = verbs.add_parser("check", help="say what a procedure allows, and what is wrong with it")
    check.add_argument("file", type=Path, metavar="FILE")
    convert = verbs.add_parser("convert", help="write it in another format")
    convert.add_argument("file", type=Path, metavar="IN")
    convert.add_argument("into", type=Path, metavar="OUT")


def run(options: argparse.Namespace) -> int:
    """Check or convert one file."""
    try:
        return _check(options.file) if options.what == "check" else _convert(options.file, options.into)
    except FormatFault as fault:
        place = f":{fault.line}:{fault.column}" if fault.line else ""
        complain(f"{options.file}{place}: {fault.sentence}")
        return 1


def _check(path: Path) -> int:
    found = read_procedure(path.name, _content(path))
    document = found.document
    say(f"{document.title}: {len(to_do(document.steps))} steps")
    for sentence in what_it_allows(document.steps, gettext):
        say(f"  · {sentence}")
    for one in found.not_understood:
        say(f"  ! {one.place} {one.name}: {one.sentence}".replace(" :", ":"))
    return 0


def _convert(path: Path, into: Path) -> int:
    ending = into.suffix.lower().lstrip(".").replace("yml", "yaml")
    if ending not in WRITERS:
        message = (
            f"There is no way to write {into.name}. There are: {', '.join(f'.{one}' for one in WRITERS)}."
        )
        raise Refusal(message)
    found = read_procedure(path.name, _content(path))
    content = WRITERS[ending](found.document)
    try:
        into.write_bytes(content)
    except OSError as trouble:
        message = f"{into} cannot be written: {trouble.strerror}."
        raise Refusal(message) from trouble
    for one in found.not_understood:
        complain(f"  ! {one.place} {one.name}: {one.sentence}".replace(" :", ":"))
    say(f"  ✓ {into}: {len(to_do(found.document.steps))} steps")
    return 0


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST)
    except OSError as trouble:
        message = f"{path} cannot be read: {trouble.strerror}."
        raise Refusal(message) from trouble
