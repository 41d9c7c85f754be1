"""Closes the doors of a process that reads what strangers have sent. It knows no Django.

`confined.py` starts such a process. It loads all that it needs, closes the doors, and only then reads.
"""

import contextlib
import resource

MEMORY_BYTES = 480 * 1024 * 1024


def close_the_doors(*, seconds: int, output: int) -> None:
    """From here on: no new file, no connection, no process, no dump of the memory, and an end in all else.

    `seconds` of processor and bytes of `output` are what is left to it.
    """
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: output,
        resource.RLIMIT_NOFILE: 3,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    for what, limit in limits.items():
        with contextlib.suppress(ValueError, OSError):  # not every system knows every limit
            resource.setrlimit(what, (limit, limit))
