import os

import pytest

from genba.config import cli
from genba.config.tests.test_cli import genba
from genba.config.verbs import procedure as verb
from genba.work.formats.bpmn.reading import read_bpmn
from genba.work.formats.tests.papers import REAL

TEA = """\
title: Make tea
steps:
  - key: boil
    what: Boil water
  - key: which
    what: Choose
    order: one_of
    steps:
      - key: black
        what: Black tea
      - key: green
        what: Green tea
"""


@pytest.fixture
def run(db, monkeypatch):
    """The verb as the command runs it, without a process of its own."""
    monkeypatch.setattr(cli, "_open_instance", lambda _name, _words: True)
    return lambda *words: cli.run(["procedure", *map(str, words)])


def test_a_check_says_in_words_what_a_file_allows(tmp_path, run, capsys):
    (tmp_path / "tea.yaml").write_text(TEA)
    assert run("check", tmp_path / "tea.yaml") == 0
    said = capsys.readouterr().out
    assert "Make tea: 3 steps" in said
    assert "2.1" in said
    assert "2.2" in said


def test_a_fault_is_told_with_file_line_and_column(tmp_path, run, capsys):
    file = tmp_path / "tea.yaml"
    file.write_text(TEA.replace("one_of", "sideways"))
    assert run("check", file) == 1
    assert capsys.readouterr().err.startswith(f"{file}:7:12: The order is one of")


def test_converting_there_and_back_changes_nothing(tmp_path, run):
    (tmp_path / "tea.yaml").write_text(TEA)
    assert run("convert", tmp_path / "tea.yaml", tmp_path / "tea.bpmn") == 0
    assert read_bpmn((tmp_path / "tea.bpmn").read_bytes()).document.title == "Make tea"
    assert run("convert", tmp_path / "tea.bpmn", tmp_path / "back.yaml") == 0
    assert (tmp_path / "back.yaml").read_text() == TEA


@pytest.mark.parametrize(
    ("name", "into", "words"),
    [
        ("tea.yaml", "tea.doc", "There is no way to write tea.doc"),
        ("none.yaml", "tea.bpmn", "cannot be read"),
        ("tea.yaml", "nowhere/tea.bpmn", "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(tmp_path, run, name, into, words):
    (tmp_path / "tea.yaml").write_text(TEA)
    with pytest.raises(verb.Refusal, match=words):
        run("convert", tmp_path / name, tmp_path / into)


def test_it_says_whether_a_file_fits_the_page_and_prints_it(cast, tmp_path, run, capsys):
    (tmp_path / "tea.yaml").write_text(TEA)
    run("check", tmp_path / "tea.yaml")
    assert "It fits one page (A4)" in capsys.readouterr().out
    (tmp_path / "long.yaml").write_text(TEA + "".join(f"  - {'Stir it. ' * 40}{n}\n" for n in range(40)))
    run("check", tmp_path / "long.yaml")
    assert "mm too long" in capsys.readouterr().out
    assert run("convert", tmp_path / "tea.yaml", tmp_path / "tea.pdf") == 0
    assert (tmp_path / "tea.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.once
def test_a_document_of_words_becomes_a_procedure_in_text(tmp_path, run):
    assert run("convert", REAL, tmp_path / "lockout.yaml") == 0
    assert "Verify that the controls are in neutral." in (tmp_path / "lockout.yaml").read_text()


def test_a_document_without_steps_is_said_so(tmp_path, run, capsys):
    (tmp_path / "tea.md").write_text("# Tea\n\nTea is a drink.\n")
    assert run("convert", tmp_path / "tea.md", tmp_path / "tea.yaml") == 0
    assert "Nothing in tea.md was taken for a step" in capsys.readouterr().err
    (tmp_path / "one.yaml").write_text("title: Tea\nsteps: [Boil water]\n")
    assert run("check", tmp_path / "one.yaml") == 0
    assert "Tea: 1 step\n" in capsys.readouterr().out


@pytest.mark.once
def test_it_needs_no_instance(tmp_path):
    (tmp_path / "tea.yaml").write_text(TEA + "\n!")
    done = genba("procedure", "check", str(tmp_path / "tea.yaml"), GENBA_DATA=str(tmp_path / "data"))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{tmp_path}{os.sep}tea.yaml:" in done.stderr
    assert not (tmp_path / "data").exists()
