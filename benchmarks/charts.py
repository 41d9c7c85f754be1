"""Limits and the four NHS rules of 100,000 series of 60 readings, beside bare numpy and a published library.

    python -m benchmarks.charts [--series N] [--rounds N]

Processor time, medians of rounds that alternate between what is compared; one core. statprocon (PyPI, MIT)
computes limits and the signals of the same kind for one series at a time.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np
import statprocon

from genba.analysis.control_charts import chart
from genba.analysis.many_charts import many_xmr
from genba.analysis.series import Series

READINGS = 60
ALONE = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=9)
    wanted = parser.parse_args()
    values = np.random.default_rng(5).normal(50, 5, (wanted.series, READINGS))
    few = values[:ALONE].tolist()
    jobs: dict[str, Callable[[], object]] = {
        "bare numpy mean and diff": lambda: (values.mean(axis=1), np.diff(values, axis=1)),
        "limits and NHS rules of all": lambda: many_xmr(values),
        f"one by one, with names ({ALONE})": lambda: [_alone(row) for row in values[:ALONE]],
        f"statprocon ({ALONE})": lambda: [_statprocon(row) for row in few],
    }
    took = {name: _median(times) for name, times in _alternately(jobs, wanted.rounds).items()}
    for name, seconds in took.items():
        print(f"{name:<34}{seconds * 1000:>10.1f} ms")
    bare, ours, alone, theirs = took.values()
    print(f"all at once / bare numpy         {ours / bare:>8.2f}")
    print(f"statprocon / all at once, each   {theirs / ALONE / (ours / wanted.series):>8.0f}")
    print(f"statprocon / one by one, each    {theirs / alone:>8.1f}")


def _alternately(jobs: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {name: [] for name in jobs}
    for _round in range(rounds):
        for name, job in jobs.items():
            started = time.process_time()
            job()
            took[name].append(time.process_time() - started)
    return took


def _median(times: list[float]) -> float:
    return statistics.median(times)


def _alone(row: np.ndarray) -> object:
    return chart(Series(row, np.zeros(len(row), dtype=bool)))


def _statprocon(row: list[float]) -> object:
    found = statprocon.XmR(counts=row)
    return found.upper_natural_process_limit(), [
        found.rule_1_x_indices_beyond_limits(),
        found.rule_2_runs_about_central_line(),
        found.rule_3_runs_near_limits(),
    ]


if __name__ == "__main__":
    main()
