"""`check` ends with 1 and FILE:LINE:COLUMN where something is wrong. Formats follow the ending of a file."""

import argparse
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext

from genba.analysis.procedure_words import what_it_allows
from genba.config.terminal import Refusal, complain, say
from genba.people.models import Organisation
from genba.work.formats.document import Document, FormatFault
from genba.work.formats.reading import read_procedure
from genba.work.formats.writing import WRITERS
from genba.work.models import Procedure, Process, ValueStream, Version
from genba.work.paper import PAPERS, fit, printed
from genba.work.steps import plain, to_do

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
    say(f"{document.title}: {_counted(document)}")
    for sentence in what_it_allows(document.steps, gettext):
        say(f"  · {sentence}")
    _say_whether_it_fits(document)
    for one in found.not_understood:
        say(f"  ! {one.place} {one.name}: {one.sentence}".replace(" :", ":"))
    return 0


def _counted(document: Document) -> str:
    count = len(to_do(document.steps))
    return "1 step" if count == 1 else f"{count} steps"


def _say_whether_it_fits(document: Document) -> None:
    if not _has_instance():
        say("  · Whether it fits one page is told where there is an instance (`--data DIR`).")
        return
    found = fit(_as_version(document), PAPERS["a4"])
    if found.fits:
        say(f"  ✓ It fits one page ({found.paper.label}); {found.left_mm} mm are left.")
        return
    say(f"  ! It does not fit one page ({found.paper.label}): {found.too_long_mm} mm too long.")
    for tall in found.longest:
        say(f"      {tall.number} {tall.step.what[:60]} ({tall.mm:.0f} mm)")


def _as_version(document: Document) -> Version:
    """The document as a draft that nobody has stored."""
    process = Process(name="", value_stream=ValueStream(name=""))
    procedure = Procedure(pk=0, code=document.number, title=document.title, process=process)
    return Version(
        procedure=procedure, number=1, title=document.title, why=document.why, body=plain(document.steps)
    )


def _has_instance() -> bool:
    return Organisation.objects.exists() if _is_migrated() else False


def _is_migrated() -> bool:
    return Organisation._meta.db_table in connection.introspection.table_names()


def _convert(path: Path, into: Path) -> int:
    ending = into.suffix.lower().lstrip(".").replace("yml", "yaml")
    if ending not in {*WRITERS, "pdf"}:
        known = ", ".join(f".{one}" for one in (*WRITERS, "pdf"))
        message = f"There is no way to write {into.name}. There are: {known}."
        raise Refusal(message)
    found = read_procedure(path.name, _content(path))
    content = _pdf(found.document) if ending == "pdf" else WRITERS[ending](found.document)
    try:
        into.write_bytes(content)
    except OSError as trouble:
        message = f"{into} cannot be written: {trouble.strerror}."
        raise Refusal(message) from trouble
    for one in found.not_understood:
        complain(f"  ! {one.place} {one.name}: {one.sentence}".replace(" :", ":"))
    say(f"  ✓ {into}: {_counted(found.document)}")
    if not found.document.steps:
        complain(f"  ! Nothing in {path.name} was taken for a step. Look at its lists and numbers.")
    return 0


def _pdf(document: Document) -> bytes:
    if not _has_instance():
        message = "A PDF names the organisation: it is written where there is an instance (`--data DIR`)."
        raise Refusal(message)
    return printed(_as_version(document), PAPERS["a4"])


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST)
    except OSError as trouble:
        message = f"{path} cannot be read: {trouble.strerror}."
        raise Refusal(message) from trouble
