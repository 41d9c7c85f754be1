"""Sentences that were seen while rules were widened measure nothing any more; they must not be lost again."""

import pytest

from benchmarks.blame import told
from benchmarks.gold import FOLDER, Sentence

pytestmark = pytest.mark.once
FILES = sorted((FOLDER / "seen").glob("*.tsv"))
LABELS = {"blame": {"blame", "none"}, "ownership": {"ours", "others", "none"}}


def seen(file):
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    assert head.split("\t") == ["id", "pair", "label", "kind", "text"]
    return [Sentence(*line.split("\t")) for line in lines]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_was_seen_is_labelled_and_stands_nowhere_twice(file):
    subject, language = file.stem.split(".")
    gold = (FOLDER / file.name).read_text(encoding="utf-8")
    rows = seen(file)
    assert len({one.text for one in rows}) == len({one.id for one in rows}) == len(rows) > 0
    assert {one.label for one in rows} == LABELS[subject]
    assert [one.text for one in rows if f"\t{one.text}\n" in gold] == []
    assert language in {"en", "de", "es", "fr"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_was_once_found_is_found_and_what_is_no_blame_is_left_alone(file):
    subject, language = file.stem.split(".")
    rows = seen(file)
    missed = [one.id for one in rows if told(subject, one.text, language) != one.label != "none"]
    wrong = [one.id for one in rows if one.label == "none" != told(subject, one.text, language)]
    labelled = sum(one.label != "none" for one in rows)
    assert len(missed) <= 0.1 * labelled, missed
    assert len(wrong) <= 0.05 * (len(rows) - labelled), wrong
