"""Control charts against the programs that people know; the values were made by these programs themselves."""

import csv
import gzip
import json
import math
from collections import defaultdict

import numpy as np
import pytest

from genba.analysis.chart_rules import (
    Points,
    fewest_crossings,
    nelson_patterns,
    runs_of,
    western_electric_patterns,
)
from genba.analysis.control_charts import chart
from genba.analysis.control_limits import LIMITS, NEED_DENOMINATOR, Phase, ewma
from genba.analysis.series import Series
from genba.sources.tests.shared_data import shared

pytestmark = pytest.mark.once
OF_QICHARTS = {"i": "xmr"}


def rows(name):
    path = shared(f"spc/{name}")
    opener = gzip.open if name.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def number(words):
    return math.nan if words in {"", "NA"} else float(words)


@pytest.fixture(scope="module")
def readings():
    found = defaultdict(list)
    for row in rows("synth_series.csv.gz"):
        found[row["id"]].append((number(row["y"]), number(row["n"])))
    return found


def series(pairs, *, is_share=False, starts=(0,), frozen=None):
    value, n = np.array(pairs).T
    left_out = np.zeros(len(value), dtype=bool)
    return Series(value, left_out, n if is_share else None, starts, frozen)


def agree(found, wanted):
    """Positions where two lines differ by more than 1e-9 of their size; no limit agrees with no limit."""
    wanted = np.array([number(one) for one in wanted])
    return np.flatnonzero(~np.isclose(found, wanted, rtol=1e-9, atol=1e-9, equal_nan=True)).tolist()


def grouped(name, *keys):
    found = defaultdict(list)
    for row in rows(name):
        found[tuple(row[key] for key in keys)].append(row)
    return found


def test_labels_and_limits_are_those_of_nhsrplotthedots(readings):
    expected = grouped("synth_nhsr_expected.csv.gz", "id", "config")
    for (key, config), lines in expected.items():
        pairs = readings[key]
        starts = (0, len(pairs) // 2) if config == "rebase_mid" else (0,)
        charted = chart(
            series(pairs, starts=starts, frozen=12 if config == "fix12" else None),
            is_screened=config != "noscreen",
        )
        labels = [{"Common Cause": "common_cause"}.get(row["special"], row["special"]) for row in lines]
        assert list(charted.points) == labels, (key, config)
        for line, column in ((charted.centre, "mean"), (charted.lower, "lpl"), (charted.upper, "upl")):
            assert agree(line, [row[column] for row in lines]) == [], (key, config, column)
    assert len(expected) > 800


def test_limits_and_signals_are_those_of_qicharts2(readings):
    expected = grouped("synth_qicharts2_expected.csv.gz", "id", "chart", "screened")
    for (key, name, screened), lines in expected.items():
        kind = OF_QICHARTS.get(name, name)
        charted = chart(
            series(readings[key], is_share=kind in NEED_DENOMINATOR),
            kind,
            "anhoej",
            is_screened=screened == "TRUE",
        )
        for line, column in (
            (charted.y, "y"),
            (charted.centre, "cl"),
            (charted.lower, "lcl"),
            (charted.upper, "ucl"),
        ):
            assert agree(line, [row[column] for row in lines]) == [], (key, name, column)
        outside = [point == "sigma_signal" for point in charted.points]
        assert outside == [row["sigma_signal"] == "TRUE" for row in lines], (key, name)
        if lines[0]["longest"] != "NA":
            assert told_of_runs(charted) == wanted_of_runs(lines[0]), (key, name)
    assert len({name for _key, name, _screened in expected}) == 10


def told_of_runs(charted):
    there = ~np.isnan(charted.y)
    runs = runs_of(np.sign(charted.y - charted.centre)[there])
    return runs.longest, runs.longest_max, runs.crossings, runs.crossings_min, runs.is_signal


def wanted_of_runs(row):
    names = ("longest", "longest_max", "crossings", "crossings_min")
    return *(int(row[name]) for name in names), row["runs_signal"] == "TRUE"


def test_patterns_of_western_electric_and_nelson_end_where_qcc_says(readings):
    expected = {(row["id"], row["rule"]): row["points"] for row in rows("synth_qcc_rules_expected.csv.gz")}
    seen = set()
    for key, pairs in readings.items():
        one = series(pairs)
        if np.isnan(one.value).any():
            continue
        found = LIMITS["xmr"](Phase(one.value, None, ~one.left_out, is_screened=False))
        points = Points(found.y, found.centre, found.lower, found.upper, found.zones)
        for name, flags in {**western_electric_patterns(points), **nelson_patterns(points)}.items():
            ends = " ".join(str(place + 1) for place in np.flatnonzero(flags))
            assert ends == expected.get((key, name), ""), (key, name)
            seen.add((key, name) if ends else None)
    assert len(seen - {None}) == len(expected)


def test_bounds_of_runs_are_those_of_anhoej():
    for row in rows("anhoej_bounds.csv"):
        count = int(row["n"])
        assert fewest_crossings(count) == int(row["cross_min"])
        assert runs_of(np.ones(count, dtype=np.int8)).longest_max == int(row["longest_max"])


def test_worked_examples_of_nist():
    nist = json.loads(shared("spc/nist_golden.json").read_text())
    individuals = nist["individuals_pmc322"]
    found = chart(series([(y, 1) for y in individuals["y"]]), rules="anhoej", is_screened=False)
    assert found.centre[0] == pytest.approx(individuals["mean"])
    assert found.upper[0] == pytest.approx(individuals["ucl_d2_1.128"], abs=2e-4)
    counts = nist["c_pmc331"]
    found = chart(series([(y, 1) for y in counts["y"]]), "c", "western-electric")
    assert (found.centre[0], found.lower[0], found.upper[0]) == (16, 4, 28)
    assert [place + 1 for place, name in enumerate(found.points) if name == "WE1"] == counts["signals_1based"]
    shares = nist["p_pmc332"]
    found = chart(series([(p * shares["n"], shares["n"]) for p in shares["p"]], is_share=True), "p", "nelson")
    assert (found.lower[0], found.upper[0]) == pytest.approx((shares["lcl"], shares["ucl"]), abs=1e-4)
    moving = nist["ewma_pmc324"]
    lines = ewma(np.array(moving["y"]), centre=moving["center"], sigma=moving["s"], weight=moving["lambda"])
    assert (lines.lower[0], lines.upper[0]) == pytest.approx((moving["lcl"], moving["ucl"]), abs=1e-4)


def test_wheelers_numbers():
    wheeler = json.loads(shared("spc/wheeler_golden.json").read_text())
    found = chart(series([(y, 1) for y in wheeler["y"]]), is_screened=False)
    assert found.centre[0] == wheeler["mean"]
    lines = (found.lower[0], found.upper[0])
    assert lines == pytest.approx((wheeler["lnpl"], wheeler["unpl"]), abs=0.02)
    screened = chart(series([(y, 1) for y in wheeler["y"]]), rules="anhoej")
    assert (screened.lower[0], screened.upper[0]) == pytest.approx((3451.229, 4819.771), abs=1e-3)
