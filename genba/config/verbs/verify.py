"""Ends with 0 when nothing was altered, with 1 when something was (it is named), with 2 when it could not be
checked. Give it the checkpoints that lay outside: only they find a trail cut or rewritten as a whole."""

import argparse
import errno
import json
from pathlib import Path

from genba.config.terminal import Step, complain, say, step
from genba.trail.seals.checkpoints import public_key
from genba.trail.seals.note import NotANote, VerifierKey
from genba.trail.verifying.export import trail_lines
from genba.trail.verifying.report import Report
from genba.trail.verifying.run import Wanted, verify_trail

SHOWN = 50


def arguments(parser: argparse.ArgumentParser) -> None:
    """With what to compare, and how to say it."""
    parser.add_argument(
        "--checkpoints",
        type=Path,
        metavar="PATH",
        action="append",
        default=[],
        help="a checkpoint from outside, or a folder of them; may be given again",
    )
    parser.add_argument(
        "--key", metavar="KEY", action="append", default=[], help="a public key that you wrote down elsewhere"
    )
    parser.add_argument(
        "--stamp-roots",
        type=Path,
        metavar="FILE",
        help="certificates (PEM) of time stamp authorities that you trust",
    )
    parser.add_argument("--quick", action="store_true", help="read the newest 100,000 facts only")
    parser.add_argument(
        "--export", type=Path, metavar="FILE", help="write the sealed trail for an auditor, and check nothing"
    )
    parser.add_argument("--json", action="store_true", help="say it for machines")


def run(options: argparse.Namespace) -> int:
    """Verify and say what was found, or export."""
    try:
        if options.export:
            return _export(options.export)
        keys = [VerifierKey.read(words) for words in options.key]
        wanted = Wanted(options.checkpoints, keys, options.stamp_roots, options.quick)
        report = verify_trail(wanted) if options.json else _with_progress(wanted)
    except (OSError, ValueError) as trouble:
        complain(f"It could not be checked: {_words(trouble)}")
        return 2
    if options.json:
        say(json.dumps(report.as_json(), indent=1))
    else:
        _say(report)
    return 0 if report.is_good else 1


def _with_progress(wanted: Wanted) -> Report:
    with step("Reading the trail") as here:
        report = verify_trail(wanted, progress=_Bar(here))
        speed = report.facts / report.seconds if report.seconds else 0
        here.done(f"{report.facts:,} facts read, {speed:,.0f} a second")
    return report


def _export(target: Path) -> int:
    """The file appears under its name when it is whole."""
    if target.exists():
        raise FileExistsError(errno.EEXIST, "it is there already", str(target))
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with step("Writing the trail") as here:
            with unfinished.open("wb") as out:
                for line in trail_lines():
                    out.write(line + b"\n")
            unfinished.replace(target)
            here.done(f"{target}. `python3 tools/verify_trail.py {target}` checks it")
    finally:
        unfinished.unlink(missing_ok=True)
    return 0


class _Bar:
    """A bar that fills, on a terminal."""

    def __init__(self, here: Step) -> None:
        self.here = here

    def __call__(self, done: int, total: int) -> None:
        full = 30 * done // max(1, total)
        self.here.progress(f"{'█' * full}{'░' * (30 - full)} {done:,} of {total:,} facts")


def _say(report: Report) -> None:
    own, outside = report.own_checkpoints, report.outside_checkpoints
    say(f"  · {own:,} checkpoints of our own and {outside:,} from outside were compared")
    if report.waiting:
        say(f"  · {report.waiting:,} facts wait to be sealed; nothing is said about them")
    for note in report.notes:
        say(f"  ! {note}")
    for finding in report.findings[:SHOWN]:
        say(f"  ✗ {finding.sentence}")
    if (count := report.counts.total()) > SHOWN:
        say(f"  ✗ … and {count - SHOWN:,} more; --json names a thousand")
    say()
    if not report.is_good:
        say("The trail was altered.")
    elif report.outside_checkpoints:
        say("Nothing was altered.")
    else:
        say(f"Nothing was altered, as far as this machine alone can tell. Our key: {public_key()}")


def _words(trouble: Exception) -> str:
    if isinstance(trouble, OSError):
        return (
            f"{trouble.filename}: {trouble.strerror}."
            if trouble.filename
            else f"{trouble.strerror or trouble}."
        )
    return f"“{trouble}” is no key." if isinstance(trouble, NotANote) else f"{trouble}"
