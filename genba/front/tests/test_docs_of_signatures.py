"""What docs/signatures.md says is shown by a test is shown by one."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.once


def test_every_test_that_the_page_names_exists():
    named = re.findall(r"\*([a-z_]{8,})…?\*", (ROOT / "docs" / "signatures.md").read_text())
    tests = [path.read_text() for path in (ROOT / "genba").glob("*/tests/test_*.py")]
    known = {name for text in tests for name in re.findall(r"def (test_\w+)", text)}
    assert len(named) > 25
    assert [piece for piece in named if not any(piece in name for name in known)] == []


def test_every_file_that_the_page_names_exists():
    words = (ROOT / "docs" / "signatures.md").read_text() + (ROOT / "docs" / "data-protection.md").read_text()
    named = re.findall(r"`((?:people|improve|trail|config|tests)/[a-z_/]+)(?:\.py)?`", words)
    here = (ROOT, ROOT / "genba")
    lost = [
        name
        for name in named
        if not any((top / name).exists() or (top / f"{name}.py").exists() for top in here)
    ]
    assert len(named) > 8
    assert lost == []
