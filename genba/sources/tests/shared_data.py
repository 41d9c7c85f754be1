"""Where the shared test data lies; it is read from there and never copied into the project."""

import os
from pathlib import Path

import pytest


def shared(name: str) -> Path:
    """Find a file of the shared data, or skip the test and say why."""
    places = [Path(os.environ["GENBA_SHARED_DATA"])] if os.environ.get("GENBA_SHARED_DATA") else []
    places += [parent / "shared" / "data" for parent in Path(__file__).resolve().parents]
    for place in places:
        if (place / name).exists():
            return place / name
    pytest.skip(f"The shared data ({name}) is not here; set GENBA_SHARED_DATA to its folder.")
