"""The picture of a control chart: whatever the readings are, it is sound, and it says what it shows."""

import math
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from genba.analysis.chart_reading import said_of
from genba.analysis.control_charts import suited_chart
from genba.analysis.series import Series
from genba.ui.control_chart import words
from genba.ui.control_chart.drawing import draw
from genba.ui.control_chart.icons import assurance_icon, variation_icon
from genba.ui.control_chart.picture import NARROW, PAPER, SMALL, WIDE, Picture, Places
from genba.ui.control_chart.readout import legend, readout, rows_of
from genba.ui.control_chart.samples import chart_samples
from genba.ui.control_chart.scale import day_marks, number, round_values

STEADY = [12, 14, 11, 13, 15, 12, 10, 13, 14, 12, 11, 13, 12, 14, 13, 12, 11, 14, 13, 12, 10, 13, 12, 14, 13]
SHIFTED = [*STEADY, 18, 19, 18, 17, 19, 18, 20]
SVG = "{http://www.w3.org/2000/svg}"
NUMBERS = st.floats(allow_nan=True, allow_infinity=False)


def picture(values, *, left_out=(), starts=(0,), kind="xmr", days=7, gap=0, **more):
    ghosts = np.array([place in left_out for place in range(len(values))], dtype=bool)
    series = Series(np.array(values, dtype=float), ghosts, starts=tuple(starts))
    first = datetime(2025, 1, 6, tzinfo=UTC)
    late = [gap if gap and place >= len(values) // 2 else 0 for place in range(len(values))]
    at = [first + timedelta(days=days * place + late[place]) for place in range(len(values))]
    with np.errstate(all="ignore"):
        return Picture(suited_chart(series, kind), at, **more)


def drawn(picture, layout=WIDE, **more):
    return ElementTree.fromstring(draw(picture, layout, **more))


def having(tree, *classes):
    return [one for one in tree.iter() if set(classes) <= set((one.get("class") or "").split())]


@pytest.mark.parametrize("layout", [WIDE, NARROW, PAPER, SMALL])
def test_every_reading_is_one_point_in_the_order_of_time(layout):
    tree = drawn(picture(STEADY), layout)
    points = having(tree, "p", "usual")
    places = [float(one.get("cx")) for one in points]
    assert len(points) == len(STEADY)
    assert all(before < after for before, after in pairwise(places))
    highest = min(points, key=lambda one: float(one.get("cy")))
    assert points.index(highest) == STEADY.index(max(STEADY))


def test_points_that_break_a_rule_differ_in_shape_and_tone_from_the_usual():
    better, worse = picture(SHIFTED, better="up"), picture(SHIFTED, better="down")
    marked = [one for one in having(drawn(better), "p") if one.tag == f"{SVG}path"]
    assert len(marked) == len(having(drawn(better), "p", "wanted")) > 0
    assert len(having(drawn(worse), "p", "unwanted")) == len(marked)
    assert len(having(drawn(picture(SHIFTED)), "p", "odd")) == len(marked)
    shapes = {one.get("d").split("m")[-1] for one in marked}
    assert len(shapes) == len({one.get("class").split()[1] for one in marked})


def test_what_is_left_out_is_hollow_and_the_line_goes_past_it():
    tree = drawn(picture([*STEADY, 90, 12], left_out=[len(STEADY)]))
    assert len(having(tree, "p", "ghost")) == 1
    line = having(tree, "spc-line")[0].get("d")
    assert line.count("M") == 1
    assert len(re.findall("[ML]", line)) == len(STEADY) + 1


def test_the_line_is_broken_at_gaps_and_where_the_process_changed():
    whole = having(drawn(picture(STEADY)), "spc-line")[0].get("d")
    missing = having(drawn(picture([*STEADY[:5], math.nan, *STEADY[5:]])), "spc-line")[0].get("d")
    late = having(drawn(picture(STEADY, gap=90)), "spc-line")[0].get("d")
    stepped = drawn(picture(SHIFTED, starts=(0, len(STEADY))))
    assert [path.count("M") for path in (whole, missing, late)] == [1, 2, 2]
    assert having(stepped, "spc-line")[0].get("d").count("M") == 2
    assert [one.text for one in having(stepped, "spc-flag-word")] == ["1"]


def test_a_target_and_a_unit_stand_in_the_drawing_with_their_words():
    tree = drawn(picture(STEADY, target=30.0, unit="<b>pieces</b>"))
    assert having(tree, "spc-target-word")[0].text == "\u2068Target 30\u2069"
    assert "<b>pieces</b>" in having(tree, "spc-unit")[0].text
    assert not having(drawn(picture(STEADY)), "spc-target")


def test_who_reads_from_the_right_sees_time_come_from_the_right():
    with override("ar"):
        places = [float(one.get("cx")) for one in having(drawn(picture(STEADY)), "p")]
    assert all(before > after for before, after in pairwise(places))


def test_nothing_of_the_drawing_breaks_the_policy_of_the_house():
    told = draw(picture(SHIFTED, target=14.0), label='He said "<stop>"')
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script", told)
    assert ElementTree.fromstring(told).get("aria-label") == 'He said "<stop>"'
    assert ElementTree.fromstring(draw(picture(SHIFTED))).get("aria-hidden") == "true"


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(NUMBERS, max_size=40),
    layout=st.sampled_from([WIDE, NARROW, SMALL, PAPER]),
    target=st.none() | st.floats(-1e300, 1e300),
    better=st.sampled_from(["up", "down", "neither"]),
    kind=st.sampled_from(["xmr", "run", "c", "ewma", "g"]),
)
def test_any_series_is_drawn_inside_its_frame(values, layout, target, better, kind):
    ghosts = range(3, len(values), 7)
    shown = picture(values, left_out=ghosts, kind=kind, target=target, better=better, floor=0.0)
    tree = drawn(shown, layout, label=words.sentence(shown))
    for one in tree.iter():
        for name, most in (("x", layout.width), ("cx", layout.width), ("y", layout.height)):
            if one.get(name) is not None:
                assert -1 <= float(one.get(name)) <= most + 1
        for corner in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", one.get("d") or ""):
            assert -7 <= float(corner[0]) <= layout.width + 7
            assert 0 <= float(corner[1]) <= layout.height
    assert "nan" not in draw(shown, layout)
    assert len(rows_of(shown)) == len(values)


@pytest.mark.parametrize("values", [[], [5], [5] * 30, [1e308] * 20 + [-1e308] * 20, [0, 1e-300] * 15])
def test_few_equal_and_huge_readings_are_drawn_and_told(values):
    shown = picture(values)
    assert len(having(drawn(shown), "p")) == len(values)
    assert words.sentence(shown).endswith(".")
    assert len(Places(shown, WIDE).xs) == len(values)


def test_long_series_are_a_line_with_only_what_is_marked():
    values = [10 + place % 3 for place in range(300)]
    shown = picture([*values, 40], days=1)
    assert not having(drawn(shown), "p", "usual")
    assert len(having(drawn(shown), "p", "outside")) == 1
    told = readout(shown)
    assert len(told["series"]) == 5
    assert "series" not in readout(picture(STEADY))


@pytest.mark.parametrize(
    ("values", "more", "sentence"),
    [
        ([], {}, "No readings yet."),
        ([7], {}, "One reading so far: 7."),
        ([7, 8, 9], {}, "3 readings so far, around 8."),
        (STEADY, {}, "Stable between 7.8 and 17.3, around 12.5."),
        ([*STEADY, 30], {"floor": 0.0}, "Usually between 8.4 and 18; the last reading, 30, is above that."),
        (
            [one + 2 for one in [*STEADY, 16, 15, 16, 14, 15, 16, 15]],
            {},
            "the last 7 are above the usual level of",
        ),
        ([*STEADY, 30, *STEADY], {}, "; the newest reading is usual, 1 earlier one is not."),
        (STEADY, {"target": 30.0, "better": "down"}, "the target of 30 is reached every time."),
        (STEADY, {"target": 30.0, "better": "up"}, "the target of 30 is never reached."),
        (STEADY, {"target": 13.0, "better": "up"}, "is reached sometimes and missed sometimes, by chance."),
    ],
)
def test_one_sentence_says_what_a_careful_analyst_would_say(values, more, sentence):
    assert sentence in words.sentence(picture(values, **more))


def test_the_notes_say_how_far_the_limits_can_be_trusted():
    few, some = words.notes(picture([3, 4, 5])), words.notes(picture(STEADY[:15]))
    assert ["Fewer than 12" in few[0], "Fewer than 24" in some[0]] == [True, True]
    rare = words.notes(picture([1, 0, 2, 1, 0, 1] * 5, kind="c"))
    assert any("ever signal a drop" in one for one in rare)
    assert "2 readings are left out" in words.notes(picture(STEADY, left_out=[1, 2]))[-1]
    assert words.notes(picture([*STEADY, *STEADY])) == []


@pytest.mark.parametrize(("better", "variation"), [("up", "wanted"), ("down", "unwanted"), ("neither", "up")])
def test_the_icon_of_variation_follows_the_direction_that_is_good(better, variation):
    said = said_of(picture(SHIFTED).charted, better)
    assert said.variation == variation
    shapes = {variation_icon(one, "up").split("<span>")[0] for one in ("wanted", "unwanted", "up", "usual")}
    assert len(shapes) == 4


def test_a_long_row_is_counted_by_where_the_readings_lie_whatever_else_they_show():
    lower = [7, 6, 8, 10, 10.5, 10, 11, 10.5, 10, 11]
    said = said_of(picture([*STEADY, *lower], starts=(0,)).charted, "down")
    assert (said.mark.family, said.row) == ("side", len(lower))


def test_a_run_chart_gives_no_assurance_and_every_icon_has_words():
    assert said_of(picture([3, 4, 5]).charted, "up", 2.0).assurance == "unknown"
    assert "by chance" in assurance_icon("by_chance")
    assert len({assurance_icon(one) for one in ("none", "unknown", "reached", "missed", "by_chance")}) == 5


def test_the_legend_tells_only_the_marks_that_are_there():
    assert legend(picture(STEADY)) == []
    told = [told for _drawn, told in legend(picture([*STEADY, 40, 90], left_out=[26]))]
    assert told == ["above what is usual", "left out of the limits"]


def test_the_readout_has_the_words_of_each_reading_and_its_place():
    told = readout(picture([*STEADY, 40]), [""] * len(STEADY) + ["Counted twice"])
    assert told["rows"][-1] == ["30 Jun 2025", "40", "outside up", "Counted twice"]
    assert told["words"]["outside up"] == "above what is usual"
    assert [len(told["places"][name]) for name in ("wide", "narrow")] == [26, 26]


@pytest.mark.parametrize(
    ("value", "step", "told"),
    [
        (0.125, 0.0, "0.125"),
        (12.0, 0.5, "12"),
        (12345.0, 0, "12,345"),
        (2.5e6, 0, "2.5\u00a0m"),
        (3e20, 0, "3e+20"),
    ],
)
def test_numbers_are_written_for_people(value, step, told):
    assert number(value, step) == told


def test_axes_have_round_numbers_and_days():
    assert round_values(0, 23, 5) == [0, 5, 10, 15, 20]
    first = datetime(2025, 1, 6, tzinfo=UTC)
    for days in (1, 10, 100, 1000, 20000):
        marks = day_marks(first, first + timedelta(days=days), 8)
        assert 1 <= len(marks) <= 10, days


def test_the_living_page_shows_a_chart_in_each_state():
    samples = chart_samples()
    whole = str(samples["wide"])
    assert all(part in whole for part in ("p ghost", "spc-target", "spc-flag", "unwanted"))
    icons = {str(icon) for one in samples["small"] for icon in one.icons}
    assert {str(variation_icon(code, side)) for code, side in (("usual", ""), ("wanted", "down"))} <= icons
    assert {str(variation_icon(code, "up")) for code in ("unwanted", "up")} <= icons
    assert len({one.drawn for one in samples["small"]}) == len(samples["small"])
    assert len(samples["assurances"]) == len(words.ASSURANCES)
