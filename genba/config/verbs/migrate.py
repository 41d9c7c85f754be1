"""`genba up` does this by itself. Use it where the web server is started in another way."""

import argparse

from genba.config.prepare import bring_database_up_to_date


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say how."""
    parser.add_argument(
        "--without-backup", action="store_true", help="do not back up first (there is one from elsewhere)"
    )


def run(options: argparse.Namespace) -> int:
    """Apply what is pending."""
    bring_database_up_to_date(backup_first=not options.without_backup)
    return 0
