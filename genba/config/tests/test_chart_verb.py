import gzip
import io
import json
import sys

import pytest

from genba.config import cli

pytestmark = pytest.mark.once
SEVEN = "series,t,y,n\n" + "".join(f"a,{t},{y},10\n" for t, y in enumerate([5, 7, 6, 5, 8, 6, 7], start=1))


@pytest.fixture
def run(tmp_path, capsys):
    """The lines that the command prints, what it complains of, and its number."""

    def run_on(text, *options):
        file = tmp_path / "readings.csv"
        file.write_text(text)
        code = cli.run(["chart", str(file), *options])
        said = capsys.readouterr()
        return [json.loads(line) for line in said.out.splitlines()], said.err, code

    return run_on


def test_each_reading_is_told_with_its_limits_and_its_rule(run):
    lines, complaints, code = run(SEVEN.replace("a,7,7", "a,7,70"), "--type", "xmr", "--json")
    assert (len(lines), complaints, code) == (7, "", 0)
    assert list(lines[0]) == ["series", "t", "y", "centre", "lower", "upper", "points"]
    assert (lines[0]["t"], lines[0]["y"], lines[-1]["points"]) == (1, 5.0, "Above UCL")


def test_shares_are_drawn_and_what_is_out_of_nothing_is_told(run):
    lines, complaints, code = run(SEVEN.replace("a,3,6,10", "a,3,6,0"), "--type", "p")
    assert (lines[0]["y"], lines[2]["y"], lines[2]["points"], code) == (0.5, None, "missing", 0)
    assert "a: 1 reading left out" in complaints


def test_phases_and_frozen_limits_change_the_lines(run):
    plain, phased, frozen = (run(SEVEN, *words)[0] for words in ([], ["--phase", "4"], ["--freeze", "3"]))
    assert len({line["centre"] for line in plain}) == 1
    assert [line["centre"] for line in phased] == [6.0] * 3 + [6.5] * 4
    assert {line["centre"] for line in frozen} == {6.0}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("a,8,many,10", ":9: y is 'many', which is not a number"),
        ("a,8,nan,10", ":9: y is 'nan'"),
        ("a,8,inf,10", ":9: y is 'inf'"),
        ("a,7,3,10", ":9: There are two readings of a for 7."),
        ("a,8,3", ":9: There are 3 columns, and the first line has 4."),
        ("a,8,3,-4", ":9: n is -4: it cannot be less than zero."),
    ],
)
def test_a_line_that_is_wrong_is_named_and_the_rest_is_computed(run, line, told):
    lines, complaints, code = run(f"{SEVEN}{line}\n", "--type", "u")
    assert (len(lines), code) == (7, 1)
    assert told in complaints


@pytest.mark.parametrize(
    ("text", "told"),
    [("t,y\n1,2\n", ":1: The column series is missing"), ("", ":1: The column series is missing")],
)
def test_a_file_of_another_kind_is_refused_in_words(run, text, told):
    lines, complaints, code = run(text)
    assert (lines, code) == ([], 1)
    assert told in complaints


def test_packed_files_and_standard_input_are_read(run, tmp_path, monkeypatch, capsys):
    packed = tmp_path / "readings.csv.gz"
    packed.write_bytes(gzip.compress(SEVEN.encode()))
    assert cli.run(["chart", str(packed)]) == 0
    from_file = capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SEVEN.encode())))
    assert cli.run(["chart", "-"]) == 0
    assert capsys.readouterr().out == from_file != ""


def test_a_file_that_is_not_there_or_no_text_ends_with_a_sentence(tmp_path, capsys):
    assert cli.run(["chart", str(tmp_path / "none.csv")]) == 1
    (tmp_path / "noise.csv").write_bytes(b"series,t,y\na,1,\xff\n")
    assert cli.run(["chart", str(tmp_path / "noise.csv")]) == 1
    (tmp_path / "torn.csv.gz").write_bytes(gzip.compress(SEVEN.encode())[:-20])
    assert cli.run(["chart", str(tmp_path / "torn.csv.gz")]) == 1
    complaints = capsys.readouterr().err
    assert complaints.count("This file cannot be read") == 2
    assert "This is not UTF-8 text." in complaints
