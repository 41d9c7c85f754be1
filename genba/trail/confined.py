"""Starts a program that reads what strangers have sent: without secrets, with no way out but its output.

What it may still do it decides itself, at once: see `closing.py`.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

#: Where the package lies, so that a program can import `genba.trail.closing` and nothing of the environment.
_ABOVE_THE_HOUSE = Path(__file__).parents[2]


def run_confined(program: Path, *arguments: str, given: IO[bytes], told: IO[bytes], seconds: float) -> int:
    """Run the program and give its exit code: it inherits nothing but the two files.

    Raises subprocess.TimeoutExpired after so many seconds by the clock.
    """
    done = subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, "-P", "-s", str(program), *arguments],
        stdin=given,
        stdout=told,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={
            "MALLOC_ARENA_MAX": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(_ABOVE_THE_HOUSE),
        },
        timeout=seconds,
        start_new_session=True,
        check=False,
    )
    return done.returncode


def file_in_memory(name: str) -> IO[bytes]:
    """A file in memory, which nobody finds afterwards; outside Linux one without a name."""
    if sys.platform != "linux":
        return tempfile.TemporaryFile()
    return os.fdopen(os.memfd_create(name), "w+b")
