"""`genba up` starts one already. More workers share the work; each job is done by one of them."""

import argparse
import time

from genba.config.database import Unreachable, refuse_another_version
from genba.config.prepare import check_engine
from genba.config.schedule import SCHEDULE
from genba.config.terminal import complain
from genba.trail.worker import Worker

SECONDS_BETWEEN_KNOCKS = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""
    del parser


def run(options: argparse.Namespace) -> int:
    """Work until told to stop."""
    del options
    check_engine()
    wait_for_the_database()
    Worker(SCHEDULE).run()
    return 0


def wait_for_the_database() -> None:
    """Wait for one that is away; refuse one that is at another version."""
    said = False
    while True:
        try:
            return refuse_another_version()
        except Unreachable as trouble:
            if not said:
                complain(f"{trouble}\nTrying again every {SECONDS_BETWEEN_KNOCKS} seconds.")
            said = True
            time.sleep(SECONDS_BETWEEN_KNOCKS)
