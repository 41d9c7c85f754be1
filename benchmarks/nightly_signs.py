"""What a night of warning signs costs: every sign looks, over a portfolio of many metrics.

    python -m benchmarks.nightly_signs [METRICS] [ROUNDS]

Processor time of one process and time on the clock, in a database of its own that is thrown away. A tenth of
the metrics has moved in its last four readings, so that the long stages of the permutations are paid too.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta

READINGS = 60
MOVED = 10


def main() -> None:
    """Print a line for each round and the medians."""
    metrics, rounds = (int(word) for word in (*sys.argv[1:], *("10000", "3")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory(prefix="genba-bench-") as folder:
        os.environ |= {"GENBA_DATA": folder, "DJANGO_SETTINGS_MODULE": "genba.config.settings_test"}
        import django  # noqa: PLC0415  (the settings come first)

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        fill(metrics)
        measure(metrics, rounds)


def fill(count: int) -> None:
    """Metrics of every week, normal, one in ten moved by four sigma."""
    import numpy as np  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from genba.conftest import make_cast  # noqa: PLC0415
    from genba.understand.models import Metric, Reading  # noqa: PLC0415

    cast, random = make_cast(), np.random.default_rng(5)
    first = timezone.now() - timedelta(weeks=READINGS)
    Metric.objects.bulk_create(
        [
            Metric(name=f"Metric {place}", definition="x", better="up", team=cast.line, made_on=first.date())
            for place in range(count)
        ],
        batch_size=1000,
    )
    values = random.normal(50, 5, (count, READINGS))
    values[::MOVED, -4:] += 20
    keys = list(Metric.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, count, 500):
        Reading.objects.bulk_create(
            [
                Reading(metric_id=key, at=first + timedelta(weeks=week), value=float(value))
                for key, row in zip(keys[start : start + 500], values[start : start + 500], strict=True)
                for week, value in enumerate(row)
            ],
            batch_size=5000,
        )


def measure(metrics: int, rounds: int) -> None:
    """Let all signs look, again and again."""
    from genba.understand.models import Sign  # noqa: PLC0415
    from genba.understand.signs.night import look_for_signs  # noqa: PLC0415

    spent, took = [], []
    for _round in range(rounds):
        cpu, clock = time.process_time(), time.perf_counter()
        begun = look_for_signs.func()
        spent.append(time.process_time() - cpu)
        took.append(time.perf_counter() - clock)
        print(f"{metrics} metrics: {spent[-1]:.1f} s CPU, {took[-1]:.1f} s on the clock, {begun} signs began")
    print(f"medians: {statistics.median(spent):.1f} s CPU, {statistics.median(took):.1f} s on the clock")
    print(f"signs that ask: {Sign.objects.going_on().count()}")


if __name__ == "__main__":
    main()
