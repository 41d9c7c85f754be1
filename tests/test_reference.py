"""Docs are tested: every fact, door and route stands in the reference as it is in the code."""

import re

import pytest

from tests.reference import FOLDER, pages
from tests.test_floors import ROOT


@pytest.mark.parametrize("name", ["facts.md", "doors.md", "api.md"])
def test_the_reference_is_what_the_code_says(name):
    assert (FOLDER / name).read_text() == pages()[name], "Run: python -m tests.reference"


def test_every_path_on_the_map_of_the_house_exists():
    told = re.findall(r"`([a-z][a-z_/]*(?:/|\.py|\.md))`", (ROOT / "HOUSE.md").read_text())
    everywhere = {str(path.relative_to(ROOT)) for path in ROOT.glob("genba/**/*") if ".pyc" not in path.name}
    missing = [
        path
        for path in told
        if not (ROOT / path).exists()
        and not any(f"/{known}".endswith(f"/{path.rstrip('/')}") for known in everywhere)
    ]
    assert told
    assert missing == []
