"""Reads one text a line and writes one JSON object a line. Nothing is stored and nothing is sent anywhere.

`spans` are judgements about people: start and end in characters, the words, the kind, a question about the
system. `ownership`
says where quality is taken for ours or for somebody else's job. Without `--lang` each line's language is
guessed; a language that
is not known is “not validated” and gets no spans.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, BinaryIO

from genba.analysis.blame.flags import flags, is_validated, ownership
from genba.analysis.blame.language import UNKNOWN, language_of
from genba.analysis.blame.rules import LANGUAGES, UnknownLanguage
from genba.config.terminal import complain, say

LONGEST = 1024 * 1024  # bytes of one line
NOT_VALIDATED = f"not validated: there are rules and gold sentences for {', '.join(LANGUAGES)} only"


def arguments(parser: argparse.ArgumentParser) -> None:
    """In which language the lines are."""
    parser.add_argument(
        "--lang", metavar="|".join(LANGUAGES), help="the language of all lines (guessed if not said)"
    )


def run(options: argparse.Namespace) -> int:
    """Read standard input to its end. 2 when a line or the language could not be understood."""
    if options.lang is not None and not is_validated(options.lang):
        complain(str(UnknownLanguage(options.lang)))
        return 2
    understood = True
    for number, line in enumerate(_lines(sys.stdin.buffer), start=1):
        told = _told(line, options.lang)
        understood = understood and "error" not in told
        say(json.dumps({"line": number, **told}, ensure_ascii=False))
    return 0 if understood else 2


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """Lines without their end; of one that is too long, one byte more than is allowed and no more."""
    while line := source.readline(LONGEST + 2):
        ended = line.endswith(b"\n")
        rest = line
        while not ended and rest and len(line) > LONGEST:
            rest = source.readline(LONGEST)
            ended = rest.endswith(b"\n")
        yield line.removesuffix(b"\n").removesuffix(b"\r")


def _told(line: bytes, language: str | None) -> dict[str, Any]:
    if len(line) > LONGEST:
        return {"error": f"The line is longer than {LONGEST:,} bytes.", "spans": []}
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as trouble:
        return {"error": f"The line is not UTF-8: byte {trouble.start + 1} cannot be read.", "spans": []}
    spoken = language or language_of(text)
    if not is_validated(spoken):
        note = NOT_VALIDATED if text.strip() else "the line is empty"
        return {
            "language": UNKNOWN,
            "validated": False,
            "blame": False,
            "spans": [],
            "ownership": [],
            "note": note,
        }
    spans = [asdict(one) for one in flags(text, spoken)]
    owned = [asdict(one) for one in ownership(text, spoken)]
    return {"language": spoken, "validated": True, "blame": bool(spans), "spans": spans, "ownership": owned}
