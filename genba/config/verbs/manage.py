"""Everything after `manage` goes to Django as it is, for example `genba manage shell`."""

import argparse

from django.core.management import execute_from_command_line


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take every word as it comes."""
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="…", help="a command of Django")


def run(options: argparse.Namespace) -> int:
    """Hand over to Django."""
    execute_from_command_line(["genba manage", *options.words])
    return 0
