"""The page of the warning signs tells the figures that were measured, and small simulations still agree."""

import re

import numpy as np
import pytest

from benchmarks.signs import counting, moving, theatre
from benchmarks.signs.page import MEASURED, PAGE, kept, measured, page, verdict
from benchmarks.signs.simulating import Rate, rates
from genba.analysis.signs.registry import SIGNS

pytestmark = pytest.mark.once


def small(sign, size=150):
    """Alarms in every world of a sign that counts, seeded."""
    nulls = list(rates(sign, "false alarm", counting.NULLS[sign][1], size))
    powers = list(rates(sign, "power", counting.EFFECTS[sign], size))
    return [one for one in nulls if not one.world.startswith("stress")], powers


def test_the_page_is_written_from_the_figures_that_are_kept():
    assert PAGE.read_text(encoding="utf-8") == page(kept()), "run `python -m benchmarks.signs --write`"


def test_the_signs_say_of_themselves_what_was_measured():
    assert MEASURED.read_text(encoding="utf-8") == measured(kept()), (
        "run `python -m benchmarks.signs --write`"
    )


@pytest.mark.parametrize("name", SIGNS)
def test_every_sign_stands_on_the_page_with_its_figures(name):
    part = PAGE.read_text(encoding="utf-8").split(f'<a id="{name}"></a>')[1].split("<a id=")[0]
    assert SIGNS[name].null_hypothesis in part
    assert len(re.findall(r"^\| false alarm \|", part, re.M)) >= 3
    assert len(re.findall(r"^\| power \|", part, re.M)) >= 2
    assert "not measured" not in SIGNS[name].false_alarm + SIGNS[name].power


def test_what_is_missed_is_called_missed():
    def told(hits, of):
        return verdict(Rate("x", "false alarm", "w", hits, of, 0.01))

    assert told(50, 1000).endswith("**missed**")
    assert told(1, 1000).endswith("kept")
    assert told(5, 500).endswith("not shown")


@pytest.mark.parametrize("sign", sorted(set(counting.NULLS) - {"no_report", "ideas_dry_up"}))
def test_a_sign_that_counts_rarely_cries_wolf_and_mostly_finds_what_is_there(sign):
    nulls, powers = small(sign)
    assert sum(one.hits for one in nulls) <= 0.03 * sum(one.of for one in nulls)
    assert max(one.share for one in powers) >= 0.4
    assert min(one.share for one in powers) > 5 * np.mean([one.share for one in nulls])


def test_theatre_is_seen_and_growth_with_holidays_is_none():
    nulls = {name: theatre.NULLS[name] for name in ("holidays", "growth to four times")}
    plain = list(rates(theatre.NAME, "false alarm", nulls, 25))
    played = list(rates(theatre.NAME, "power", {"three times": theatre.weeks(3)}, 25))
    assert sum(one.hits for one in plain) <= 3
    assert played[0].share >= 0.8


@pytest.mark.parametrize("world", ["Poisson(4)", "lognormal", "AR(0.3)"])
def test_a_thousand_stable_metrics_ring_hardly_ever_in_a_month(world):
    hits, of = moving.months(moving.LOOKS["metric_moved"], world, "months", 1000, seed=1)
    assert of == 1000
    assert hits <= 5


def test_a_shift_of_three_sigma_is_mostly_found_after_four_readings():
    hits, of = moving.found(moving.LOOKS["metric_moved"], "months", 10, 200, 30)
    assert hits / of >= 0.7
