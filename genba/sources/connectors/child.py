"""The beginning of every program that runs apart: little memory, one question in, one answer out."""

import json
import resource
import sys
from collections.abc import Callable
from typing import Any

MEGABYTE = 1024 * 1024
MEMORY = 768 * MEGABYTE
MOST_OUT = 32 * MEGABYTE
MEMORY_TROUBLE = 9


class Told(Exception):  # noqa: N818  (an answer)
    """What the parent shall say: a state, and what the other side said."""

    def __init__(self, state: str, detail: str = "") -> None:
        super().__init__(state)
        self.state, self.detail = state, detail


def answer(find: Callable[[dict[str, Any]], Any], *, seconds: int) -> int:
    """Read the question, answer it within so many seconds of the processor. Returns the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        said = {"found": find(json.loads(sys.stdin.buffer.read()))}
        words = json.dumps(said)
        if len(words) > MOST_OUT:
            return MEMORY_TROUBLE
    except Told as told:
        words = json.dumps({"state": told.state, "detail": told.detail[:300]})
    except (MemoryError, RecursionError):
        return MEMORY_TROUBLE
    sys.stdout.write(words)
    return 0
