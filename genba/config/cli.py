"""The command `genba`."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one verb: `genba up`, `genba worker`, `genba doctor` …"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "genba.config.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
