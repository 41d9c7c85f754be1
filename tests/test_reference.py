"""Docs are tested: every fact, door and route stands in the reference as it is in the code."""

import pytest

from tests.reference import FOLDER, pages


@pytest.mark.parametrize("name", ["facts.md", "doors.md", "api.md"])
def test_the_reference_is_what_the_code_says(name):
    assert (FOLDER / name).read_text() == pages()[name], "Run: python -m tests.reference"
