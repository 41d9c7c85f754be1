"""`genba blame` reads lines and writes JSON, and says what it could not read."""

import io
import json
import sys
from types import SimpleNamespace

import pytest

from genba.config import cli

pytestmark = pytest.mark.once


@pytest.fixture
def blame(monkeypatch, capsys):
    """Give the verb its standard input; get its number and what it wrote."""

    def run(lines: bytes, *words: str):
        """Its number and the objects on standard output; standard error is kept in `run.complained`."""
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(lines)))
        code = cli.run(["blame", *words])
        heard = capsys.readouterr()
        run.complained = heard.err
        return code, [json.loads(line) for line in heard.out.splitlines()]

    return run


def test_one_line_of_json_for_each_line_of_text(blame):
    code, told = blame(b"The operator failed to close the valve.\nThe sensor failed.\n", "--lang", "en")
    assert code == 0
    assert [one["line"] for one in told] == [1, 2]
    assert [one["blame"] for one in told] == [True, False]
    (span,) = told[0]["spans"]
    assert (span["start"], span["end"], span["words"]) == (4, 22, "operator failed to")
    assert span["question"].endswith("?")


def test_languages_are_guessed_line_by_line(blame):
    lines = (
        "Wir haben den Ablauf geändert.\r\nC'est la faute du chef.\nNessuno ha chiamato il tecnico ieri.\n"
    )
    code, told = blame(lines.encode())
    assert code == 0
    assert [one["language"] for one in told] == ["de", "fr", "unknown"]
    assert told[0]["ownership"][0]["kind"] == "ours"
    assert told[1]["blame"]
    assert told[2]["note"].startswith("not validated")


def test_an_unknown_language_is_refused_in_words(blame):
    assert blame(b"ciao\n", "--lang", "it") == (2, [])
    assert blame.complained == "There are no rules for “it”: there are en, de, es, fr.\n"


def test_bad_bytes_are_told_and_the_other_lines_are_still_read(blame):
    code, told = blame(b"\xff\xfe\n\nHe was careless.", "--lang", "en")
    assert code == 2
    assert "not UTF-8" in told[0]["error"]
    assert told[1]["spans"] == []
    assert told[2]["blame"]


def test_a_line_without_end_is_refused_and_the_next_one_read(blame):
    code, told = blame(b"a " * 1_200_000 + b"\nHe was careless.\n", "--lang", "en")
    assert code == 2
    assert "longer than" in told[0]["error"]
    assert told[1]["blame"]
    assert len(told) == 2


def test_an_empty_line_is_said_to_be_empty(blame):
    code, told = blame(b"\n")
    assert code == 0
    assert told[0]["note"] == "the line is empty"
