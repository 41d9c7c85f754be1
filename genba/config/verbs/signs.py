"""`list` names every warning sign; `explain NAME` says what one looks at and how often it is wrong."""

import argparse
import difflib
import re
import textwrap

from genba.analysis.signs.registry import SIGNS
from genba.analysis.signs.sign import Sign
from genba.config.terminal import complain, say

WIDTH = 100
NUMBER = re.compile(r"{\w+(?::[^}]*)?}")
HEADINGS = {
    "null_hypothesis": "What is taken for true until the data speak against it",
    "statistic": "What is computed",
    "minimum": "The least data (with less it says that it cannot tell)",
    "false_alarm": "How often it is wrong (simulated)",
    "power": "How often it finds what is there (simulated)",
    "question": "What it asks",
    "would_change_my_mind": "What would change my mind",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """All of them, or one."""
    verbs = parser.add_subparsers(dest="what", required=True, metavar="list|explain NAME")
    verbs.add_parser("list", help="every warning sign in a line")
    explain = verbs.add_parser("explain", help="one of them, in full")
    explain.add_argument("name", metavar="NAME", help="as `genba signs list` names it")


def run(options: argparse.Namespace) -> int:
    """Say it. 2 where there is no such sign."""
    if options.what == "list":
        width = max(map(len, SIGNS))
        say("\n".join(f"{name:<{width}}  {sign.title}" for name, sign in SIGNS.items()))
        return 0
    sign = SIGNS.get(options.name)
    if sign is None:
        near = difflib.get_close_matches(options.name, SIGNS, n=1)
        guess = f"Did you mean {near[0]}?" if near else "`genba signs list` names them all."
        complain(f"There is no sign {options.name[:60]!r}. {guess}")
        return 2
    say(_explained(sign))
    return 0


def _explained(sign: Sign) -> str:
    parts = [f"{sign.title} ({sign.name})"]
    for attribute, heading in HEADINGS.items():
        words = NUMBER.sub("…", str(getattr(sign, attribute)))
        text = textwrap.fill(words, WIDTH, initial_indent="  ", subsequent_indent="  ")
        parts.append(f"{heading}:\n{text}")
    return "\n\n".join(parts)
