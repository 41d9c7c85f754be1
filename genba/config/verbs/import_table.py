"""Without `--commit` nothing is changed: you read what would arrive, and which rows would not and why."""

import argparse
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from genba.config.terminal import Refusal, Step, say, step
from genba.people.models import Person
from genba.sources.check import check_import, map_columns, refused_csv
from genba.sources.commit import claim_commit, commit_import
from genba.sources.dry_run import Reason
from genba.sources.models import Import
from genba.sources.progress import percent_done
from genba.sources.reading import MEGABYTE
from genba.sources.start import start_import
from genba.sources.table import TableUnreadable
from genba.sources.targets import Target, all_targets, target_named

REASONS_SHOWN = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    """What, into what, and whether in earnest."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a CSV or Excel file, also .gz")
    parser.add_argument(
        "--into",
        required=True,
        choices=[target.kind for target in all_targets()],
        help="what the rows become",
    )
    parser.add_argument(
        "--place", "--board", "--team", metavar="NAME", default="", help="the board or team they go to"
    )
    parser.add_argument("--by", metavar="E-MAIL", help="in whose name (default: somebody from quality)")
    parser.add_argument("--list", metavar="NAME", default="", help="the lasting name of the list")
    parser.add_argument("--sheet", metavar="NAME", default="", help="which sheet of a workbook")
    parser.add_argument(
        "--map", metavar="COLUMN=FIELD", action="append", default=[], help="correct the guess for one column"
    )
    parser.add_argument("--rejected", type=Path, metavar="FILE", help="write the refused rows, with reasons")
    parser.add_argument("--commit", action="store_true", help="take the rows over")


def run(options: argparse.Namespace) -> int:
    """Check the table, say what is in it, and take it over when asked."""
    target = target_named(options.into)
    if target is None:
        message = f"Nothing can be imported into {options.into}."
        raise Refusal(message)
    begun = _begin(options, target)
    kept = False
    try:
        with step("Checking every row") as here, _watched(begun, here):
            map_columns(begun, _mapping(begun, options.map, target), target)
            check_import(begun, target)
            _stop_if_failed(begun)
            here.done(f"{begun.total:,} rows checked")
        _say_what_was_found(begun)
        if options.rejected and begun.refused:
            options.rejected.write_text("".join(refused_csv(begun, target)), encoding="utf-8-sig")
            say(f"  · The refused rows lie in {options.rejected}")
        if options.commit:
            kept = True
            _commit(begun, target)
        else:
            say("  · Nothing was changed. `--commit` takes the rows over.")
    finally:
        if not kept:
            begun.path.unlink(missing_ok=True)
            begun.delete()
    return 0


def _begin(options: argparse.Namespace, target: Target) -> Import:
    person = _person(options.by)
    try:
        with options.file.open("rb") as file:
            return start_import(
                iter(lambda: file.read(MEGABYTE), b""),
                file_name=options.file.name,
                target=target,
                place=_place(target, person, options.place),
                by_id=person.pk,
                register_name=options.list,
                sheet=options.sheet,
            )
    except OSError as trouble:
        message = f"{options.file} cannot be read: {trouble.strerror}."
        raise Refusal(message) from trouble
    except TableUnreadable as trouble:
        raise Refusal(str(trouble.sentence)) from trouble


def _person(email: str | None) -> Person:
    people = Person.objects.filter(is_active=True)
    if email is None:
        person = people.filter(is_quality=True).order_by("pk").first()
        hint = "Nobody here is from quality; say with --by in whose name the rows are imported."
    else:
        person = people.filter(email__iexact=email).first()
        hint = f"Nobody here has the address {email}."
    if person is None:
        raise Refusal(hint)
    return person


def _place(target: Target, person: Person, wanted: str) -> str:
    places = [(value, str(words)) for value, words in target.places(person)]
    if not places and not wanted:
        return ""
    found = [row for row in places if wanted.casefold() in {row[0].casefold(), row[1].casefold()}]
    found = found or [row for row in places if wanted.casefold() in row[1].casefold()]
    if len(found) == 1:
        return found[0][0]
    names = "\n".join(f"  {words}" for _value, words in (found or places))
    question = f"No place is called “{wanted}”." if wanted and not found else "Which place?"
    message = f"{question} Choose one with --place:\n{names}" if names else f"{person} may not import this."
    raise Refusal(message)


def _mapping(begun: Import, corrections: list[str], target: Target) -> dict[str, str]:
    mapping, fields = dict(begun.mapping), {field.name for field in target.fields}
    for correction in corrections:
        column, _, name = correction.rpartition("=")
        if column not in begun.columns:
            message = f"There is no column “{column}”. There are: {', '.join(begun.columns)}."
            raise Refusal(message)
        if name and name not in fields:
            message = f"There is no field “{name}”. There are: {', '.join(sorted(fields))}."
            raise Refusal(message)
        mapping = {c: f for c, f in mapping.items() if c != column and f != name}
        if name:
            mapping[column] = name
    return mapping


def _say_what_was_found(begun: Import) -> None:
    for column in begun.columns:
        say(f"      {column} → {begun.mapping.get(column) or '(left out)'}")
    say(f"  · {begun.new:,} new, {begun.changed:,} changed, {begun.unchanged:,} as before")
    for note in begun.notes:
        say(f"  ! {note}")
    if begun.refused:
        say(f"  ! {begun.refused:,} rows cannot be taken over:")
    for kept in begun.reasons[:REASONS_SHOWN]:
        reason = Reason.from_json(kept)
        rows = ", ".join(map(str, reason.rows[:5])) + (" …" if reason.count > 5 else "")
        say(f"      {reason.count:,} × {reason.error.sentence} (row {rows})")


def _commit(begun: Import, target: Target) -> None:
    if not claim_commit(begun):
        message = "Another import of the same list is under way. Try again when it is done."
        raise Refusal(message)
    begun.refresh_from_db()
    with step("Taking the rows over") as here, _watched(begun, here):
        commit_import(begun, target)
        begun.refresh_from_db()
        _stop_if_failed(begun)
        here.done(f"{begun.fine:,} rows taken over")


def _stop_if_failed(begun: Import) -> None:
    if begun.state == Import.State.FAILED:
        message = f"{begun.error} Nothing was changed."
        raise Refusal(message)


@contextmanager
def _watched(begun: Import, here: Step) -> Iterator[None]:
    """Show how far it is, from the note that the import leaves as it goes."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            here.progress(f"{here.doing} {percent_done(begun)} %")

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
