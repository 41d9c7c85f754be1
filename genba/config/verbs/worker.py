"""`genba up` starts one already. More workers share the work; each job is done by one of them."""

import argparse

from genba.config.schedule import SCHEDULE
from genba.trail.worker import Worker


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""
    del parser


def run(options: argparse.Namespace) -> int:
    """Work until told to stop."""
    del options
    Worker(SCHEDULE).run()
    return 0
