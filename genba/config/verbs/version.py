"""The same number stands at the foot of the administrator's pages."""

import argparse
import platform

from genba import __version__
from genba.config.terminal import say


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""
    del parser


def run(options: argparse.Namespace) -> int:
    """Say the version of Genba and of Python."""
    del options
    say(f"Genba {__version__} on Python {platform.python_version()}")
    return 0
