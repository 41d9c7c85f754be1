"""`genba signs` says in plain words what every warning sign looks at and how often it is wrong."""

import pytest

from genba.analysis.signs.registry import SIGNS
from genba.config import cli

pytestmark = pytest.mark.once


@pytest.fixture
def signs(capsys, monkeypatch, tmp_path):
    """Run the verb where there is no instance; its number, and what it said and complained of."""
    monkeypatch.setenv("GENBA_DATA", str(tmp_path / "nothing"))

    def run(*words: str):
        code = cli.run(["signs", *words])
        heard = capsys.readouterr()
        return code, heard.out, heard.err

    return run


def test_the_list_names_every_sign_and_needs_no_instance(signs, tmp_path):
    code, said, _complained = signs("list")
    assert code == 0
    assert [line.split()[0] for line in said.splitlines()] == list(SIGNS)
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("name", SIGNS)
def test_a_sign_is_explained_in_full_without_holes_for_numbers(signs, name):
    code, said, _complained = signs("explain", name)
    assert code == 0
    flat = " ".join(said.split())
    for words in (SIGNS[name].null_hypothesis, SIGNS[name].minimum, SIGNS[name].would_change_my_mind):
        assert words in flat
    assert "{" not in said
    assert "What it asks" in said


def test_an_unknown_sign_is_answered_with_the_nearest_one(signs):
    code, said, complained = signs("explain", "metric_move")
    assert (code, said) == (2, "")
    assert "Did you mean metric_moved?" in complained


def test_a_sign_like_no_other_leads_to_the_list(signs):
    assert "`genba signs list`" in signs("explain", "zzz")[2]


def test_without_list_or_explain_it_says_how_it_is_used(signs):
    with pytest.raises(SystemExit) as ended:
        signs()
    assert ended.value.code == 2
