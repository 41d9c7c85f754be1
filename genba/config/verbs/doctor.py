"""Ends with 1 when something does not work. Lines with ! are worth knowing and harm nobody yet."""

import argparse

from genba.config.terminal import say
from genba.front.doctor import State, examine


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""
    del parser


def run(options: argparse.Namespace) -> int:
    """Say how everything is, one line each."""
    del options
    bad = mind = 0
    for finding in examine():
        say(f"  {finding.state.value} {finding.sentence}")
        if finding.remedy:
            say(f"      → {finding.remedy}")
        bad += finding.state is State.BAD
        mind += finding.state is State.MIND
    say()
    if bad:
        say(f"{bad} {'thing does' if bad == 1 else 'things do'} not work.")
        return 1
    say("All is well." if not mind else f"Everything works; {mind} worth knowing.")
    return 0
