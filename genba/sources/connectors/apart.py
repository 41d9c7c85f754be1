"""Runs what could take all time or memory in a process of its own, which is ended when its time is over.

The programs know no Django and no setting of the house: they get what they need on their standard input and
answer with one JSON value. What they are given goes by a pipe, so that no list of processes shows it.
"""

import json
import os
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any

from genba.sources.connectors.connector import SourceTrouble, State

_ABOVE_THE_HOUSE = Path(__file__).parents[3]
MEMORY_TROUBLE = 9


def run_apart(program: str, given: dict[str, Any], *, seconds: float) -> Any:
    """What a program of this folder answers. Raises SourceTrouble: what it says, or that it was ended."""
    command = [sys.executable, "-P", "-m", f"genba.sources.connectors.{program}"]
    try:
        done = subprocess.run(  # noqa: S603  (our own program)
            command,
            input=json.dumps(given).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONPATH": str(_ABOVE_THE_HOUSE),
                "PATH": os.environ.get("PATH", ""),
                **_trusted(),
            },
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as trouble:
        raise SourceTrouble(State.SLOW) from trouble
    if done.returncode < 0 or done.returncode == MEMORY_TROUBLE:
        raise SourceTrouble(State.HUGE)
    try:
        answer = json.loads(done.stdout)
    except ValueError as trouble:
        raise SourceTrouble(State.HUGE) from trouble
    if "state" in answer:
        raise SourceTrouble(answer["state"], answer.get("detail", ""))
    return answer["found"]


def _trusted() -> dict[str, str]:
    """Where the certificates of this machine lie; the driver of PostgreSQL knows no place of its own."""
    places = ssl.get_default_verify_paths()
    return {
        name: value
        for name, value in (("SSL_CERT_FILE", places.cafile), ("SSL_CERT_DIR", places.capath))
        if value
    }
