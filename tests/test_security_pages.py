"""The pages about security name only what is there, and count right."""

import re
from collections import Counter

import pytest

from tests.test_floors import ROOT

pytestmark = pytest.mark.once
PAGE = (ROOT / "docs" / "security" / "asvs.md").read_text()
LINE = re.compile(
    r"^\| (\d+\.\d+\.\d+) \| ([12]) \| (met|partly|not met|n/a) \| ([^|]+) \| ([^|]*) ?\|$", re.M
)
LINES = LINE.findall(PAGE)
LINES_OF_THE_STANDARD = {"1": 70, "2": 183}


def every_test():
    files = [*ROOT.glob("genba/**/tests/**/*.py"), *ROOT.glob("tests/*.py")]
    return {name for file in files for name in re.findall(r"^def (test_\w+)", file.read_text(), re.M)}


def test_every_line_of_levels_one_and_two_is_there_once():
    assert Counter(level for _number, level, *_ in LINES) == LINES_OF_THE_STANDARD
    assert len({number for number, *_ in LINES}) == len(LINES) == 253
    assert len(re.findall(r"^\| \d", PAGE, re.M)) == 254  # and one line of figures


def test_the_figures_at_the_top_are_right():
    told = re.search(r"^\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE, re.M).groups()
    found = Counter(state for _number, _level, state, *_ in LINES)
    assert [int(figure) for figure in told] == [found[s] for s in ("met", "partly", "not met", "n/a")]


def test_every_test_that_is_named_exists():
    named = {name for *_, proof in LINES for name in re.findall(r"`(test_\w+)`", proof)}
    assert len(named) > 60
    assert named - every_test() == set()


def test_every_file_that_is_named_exists():
    pages = PAGE + (ROOT / "SECURITY.md").read_text()
    named = set(re.findall(r"[`(]([\w./-]+(?:/[\w.-]+|\.md|\.lock|\.toml))[`)]", pages))
    assert len(named) > 30
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_what_is_met_is_shown_and_what_is_not_is_explained():
    bare = [number for number, _level, state, _words, proof in LINES if state == "met" and not proof.strip()]
    assert bare == []
    explained = set(re.findall(r"\d+\.\d+\.\d+", PAGE.split("## ")[0].split("Not met, and why")[1]))
    assert {number for number, _level, state, *_ in LINES if state == "not met"} <= explained
