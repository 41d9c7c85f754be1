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
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        code = cli.run(["chart", str(file), *options])
        said = capsys.readouterr()
        return [json.loads(line) for line in said.out.splitlines()], said.err, code

    return run_on


def test_each_reading_is_told_with_its_limits_and_its_rule(run):
    lines, complaints, code = run(SEVEN.replace("a,7,7", "a,7,70"), "--type", "xmr", "--json")
    assert (len(lines), complaints, code) == (7, "", 0)
    assert list(lines[0]) == ["series", "t", "y", "centre", "lower", "upper", "points"]
    assert (lines[0]["t"], lines[0]["y"], lines[-1]["points"]) == (1, 5.0, "Above UCL")


def test_a_share_of_nothing_is_a_gap_and_its_line_is_named(run):
    lines, complaints, code = run(SEVEN.replace("a,3,6,10", "a,3,0,0"), "--type", "p")
    assert (lines[0]["y"], lines[2]["y"], lines[2]["points"], code) == (0.5, None, "missing", 1)
    assert ":4: n is 0: out of nothing there is no share." in complaints
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
        ("a,8,-3,4", ":9: y is -3: a count cannot be less than zero."),
        ("a,8,1_000,4", ":9: y is '1_000', which is not a number"),
        ("a,07.0,3,10", ":9: There are two readings of a for 07.0."),
        ("a,,3,10", ":9: t is empty"),
        ('a,8,"3,5",10', ":9: y is '3,5', which is not a number"),
        ('a,8,"3\nb,9,4,10', ":9: There are 3 columns, and the first line has 4. It ends on line 10: a quot"),
    ],
)
def test_a_line_that_is_wrong_is_named_and_the_rest_is_computed(run, line, told):
    lines, complaints, code = run(f"{SEVEN}{line}\n", "--type", "u")
    assert (len(lines), code) == (7, 1)
    assert told in complaints


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("t,y\n1,2\n", ":1: The column series is missing"),
        ("", ":1: The column series is missing"),
        ("series,t,y,y\na,1,2,3\n", ":1: The column y is there twice."),
    ],
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
    whole = gzip.compress(SEVEN.encode())
    (tmp_path / "bent.csv.gz").write_bytes(whole[:12] + b"\xff\xff\xff" + whole[15:])
    assert cli.run(["chart", str(tmp_path / "bent.csv.gz")]) == 1
    complaints = capsys.readouterr().err
    assert complaints.count("This file cannot be read") == 3
    assert "This is not UTF-8 text." in complaints


@pytest.mark.parametrize(
    ("kind", "line", "told"),
    [
        ("p", "a,8,11,10", "y is 11: it cannot be more than n, which is 10."),
        ("pp", "a,8,1,0", "y is 1: it cannot be more than n, which is 0."),
        ("t", "a,8,0,10", "y is 0: a time between events is more than zero."),
        ("c", "a,8,-1,10", "y is -1: a count cannot be less than zero."),
        ("g", "a,8,-0.5,10", "y is -0.5: a count cannot be less than zero."),
    ],
)
def test_what_a_chart_cannot_show_is_refused(run, kind, line, told):
    lines, complaints, code = run(f"{SEVEN}{line}\n", "--type", kind)
    assert (len(lines), code) == (7, 1)
    assert told in complaints


@pytest.mark.parametrize("kind", ["xmr", "run", "ip", "ewma"])
def test_what_can_be_negative_may_be(run, kind):
    lines, complaints, code = run(f"{SEVEN}a,8,-3,10\n", "--type", kind)
    assert (len(lines), complaints, code) == (8, "", 0)


@pytest.mark.parametrize(
    "written",
    [
        SEVEN.encode("utf-8-sig"),
        SEVEN.replace("series,t", '"series","t"').encode("utf-8-sig"),
        SEVEN.encode("utf-16"),
        SEVEN.replace("\n", "\r\n").encode(),
        SEVEN.replace(",", ";").replace(";5;10", ";5,0;10").encode(),
        SEVEN.replace(",", "\t").encode(),
        SEVEN.replace("series,t,y,n", " Series , T, Y,N ").encode(),
        SEVEN.replace("\n", "\n\n").encode(),
    ],
)
def test_the_same_table_is_read_however_a_program_wrote_it(run, written):
    assert run(written, "--type", "p") == run(SEVEN, "--type", "p")


def test_readings_are_put_in_the_order_of_time(run):
    heading, *rows = SEVEN.splitlines()
    lines, complaints, code = run("\n".join([heading, *reversed(rows)]))
    assert (lines, code) == (run(SEVEN)[0], 0)
    assert "a: the readings were put in the order of t." in complaints


@pytest.mark.parametrize(
    "times", [["2024-02-01", "2024-10-01", "2024-03-01"], ["2024-02", "2024-10", "2024-03"]]
)
def test_dates_of_iso_tell_their_order_and_other_words_do_not(run, times):
    text = "series,t,y\n" + "".join(f"a,{t},{y}\n" for y, t in enumerate(times))
    assert [line["y"] for line in run(text)[0]] == [0, 2, 1]
    assert [line["y"] for line in run(text.replace("2024-", "in "))[0]] == [0, 1, 2]


def test_the_gap_of_another_program_is_a_gap(run):
    lines, complaints, code = run(SEVEN.replace("a,3,6", "a,3,NA"))
    assert (lines[2]["y"], lines[2]["points"], code) == (None, "missing", 0)
    assert "a: 1 reading left out" in complaints


def test_a_chart_of_qicharts_comes_with_its_rules_and_sigma(run):
    as_theirs, as_asked = run(SEVEN, "--type", "i")[0], run(SEVEN, "--type", "xmr", "--rules", "anhoej")[0]
    assert as_theirs == as_asked != run(SEVEN)[0]


def test_numbers_that_are_too_large_make_no_limit_that_is_not_json(run):
    lines, _complaints, code = run("series,t,y\na,1,1e308\na,2,-1e308\na,3,1.7e308\n", "--no-screen")
    assert (lines[0]["lower"], lines[0]["upper"], code) == (None, None, 0)


def test_of_very_many_wrong_lines_the_first_are_told_and_the_rest_counted(run):
    lines, complaints, code = run(SEVEN + "a,8,many,10\n" * 250)
    assert (len(lines), len(complaints.splitlines()), code) == (7, 101, 1)
    assert "150 more lines are wrong." in complaints


def test_a_phase_after_the_end_is_told(run):
    lines, complaints, code = run(SEVEN, "--phase", "4,40")
    assert (lines, code) == (run(SEVEN, "--phase", "4")[0], 0)
    assert "a: there are 7 readings, so that no phase begins at 40." in complaints


@pytest.mark.parametrize(
    "words", [["--freeze", "0"], ["--freeze", "-2"], ["--phase", "0"], ["--phase", "two"], ["--type", "pie"]]
)
def test_nonsense_on_the_command_line_ends_with_2(run, words, capsys):
    with pytest.raises(SystemExit) as ended:
        run(SEVEN, *words)
    assert ended.value.code == 2
    assert words[0] in capsys.readouterr().err
