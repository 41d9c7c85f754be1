"""What every warning sign has, and what none may say."""

from pathlib import Path

import numpy as np
import pytest

from genba.analysis import signs
from genba.analysis.signs import (
    actions_stall,
    blame_language,
    counter_moved,
    findings_rise,
    ideas_dry_up,
    leaders_absent,
    metric_moved,
    no_report,
    only_before_audits,
    recurring_ignored,
    suppressed,
)
from genba.analysis.signs.registry import SIGNS
from genba.analysis.signs.sign import State

pytestmark = pytest.mark.once

NOT_SIGNS = {"__init__", "exact", "measured", "registry", "sign"}


def seeded():
    return np.random.default_rng(7)


def weeks_with_rush(audits, *, usual=4, rush=16):
    before = {week - back for week in audits for back in range(1, 5)}
    return [rush if week in before else usual for week in range(audits[-1] + 1)]


NOISE = np.random.default_rng(3).normal(50, 2, 60).tolist()
MOVED = [*NOISE, 62.0, 63.0, 61.5, 62.5]
ALARMS = {
    "metric_moved": lambda: metric_moved.look([MOVED], [1], generator=seeded())[0],
    "counter_moved": lambda: counter_moved.look(
        [counter_moved.Counter(MOVED, 1, wrong_is_up=True)], generator=seeded()
    )[0],
    "ideas_dry_up": lambda: ideas_dry_up.look([6, 5, 7, 6, 5, 7, 6, 6, 5, 1, 1, 0], [40] * 12),
    "no_report": lambda: no_report.look([1, 0] * 60 + [0] * 20),
    "findings_rise": lambda: findings_rise.look([3, 4, 3, 5, 4, 11, 12], [2] * 7),
    "actions_stall": lambda: actions_stall.look([9] * 8 + [2] * 4, [300] * 12, certified=8),
    "leaders_absent": lambda: leaders_absent.look([6, 5, 6, 6, 5, 6, 6, 5, 2, 1, 2, 1], [6] * 12),
    "recurring_ignored": lambda: recurring_ignored.look(reports=6, taken=0, others=60, others_taken=45),
    "only_before_audits": lambda: only_before_audits.look(
        weeks_with_rush([26, 52, 78]), [5] * 79, [26, 52, 78], generator=seeded()
    ),
    "suppressed": lambda: suppressed.look([4] * 18, [30] * 12 + [6] * 6),
    "blame_language": lambda: blame_language.look([2] * 9 + [14] * 3, [60] * 12),
}
TOO_LITTLE = {
    "metric_moved": (lambda: metric_moved.look([NOISE[:9]], [1], generator=seeded())[0], "readings"),
    "counter_moved": (
        lambda: counter_moved.look([counter_moved.Counter([], 1, wrong_is_up=True)], generator=seeded())[0],
        "readings",
    ),
    "ideas_dry_up": (lambda: ideas_dry_up.look([0] * 12, [40] * 12), "ideas"),
    "no_report": (lambda: no_report.look([0] * 300), "days"),
    "findings_rise": (lambda: findings_rise.look([5, 9], [1, 1]), "audits"),
    "actions_stall": (lambda: actions_stall.look([9] * 8, [300] * 8, certified=8), "months_after"),
    "leaders_absent": (lambda: leaders_absent.look([0] * 11, [6] * 11), "reviews"),
    "recurring_ignored": (
        lambda: recurring_ignored.look(reports=9, taken=0, others=40, others_taken=1),
        "others_taken",
    ),
    "only_before_audits": (
        lambda: only_before_audits.look(weeks_with_rush([26]), [5] * 27, [26], generator=seeded()),
        "audits",
    ),
    "suppressed": (lambda: suppressed.look([0] * 18, [30] * 18), "complaints"),
    "blame_language": (lambda: blame_language.look([1] * 12, [3] * 12), "texts"),
}


def test_every_file_of_the_room_is_a_sign_with_its_own_name():
    files = {path.stem for path in Path(signs.__file__).parent.glob("*.py")} - NOT_SIGNS
    assert files == set(SIGNS)


@pytest.mark.parametrize("name", SIGNS)
def test_a_sign_says_everything_of_itself_and_asks(name):
    sign = SIGNS[name]
    assert sign.question.endswith("?")
    for words in (sign.title, sign.null_hypothesis, sign.statistic, sign.minimum, sign.would_change_my_mind):
        assert words
        assert "who failed" not in words.lower()


@pytest.mark.parametrize("name", SIGNS)
def test_what_plainly_went_wrong_raises_the_sign_and_its_numbers_fill_the_question(name):
    verdict = ALARMS[name]()
    assert (verdict.sign, verdict.state) == (name, State.ALARM)
    assert verdict.p < 0.01
    asked = SIGNS[name].question.format(**verdict.numbers)
    assert "{" not in asked


@pytest.mark.parametrize("name", SIGNS)
def test_too_little_data_is_never_calm(name):
    look, what = TOO_LITTLE[name]
    verdict = look()
    assert (verdict.state, verdict.p) == (State.NOT_ENOUGH, None)
    assert verdict.needs[0] == what
    assert verdict.needs[1] > 0
