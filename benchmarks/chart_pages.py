"""What the pictures of control charts cost: one drawing, a page of 100, a document of 1,000.

    python -m benchmarks.chart_pages [CHARTS_ON_PAPER]

Everything is measured in CPU of this process and its children, medians, in a database of its own that is
thrown away. The page is told as a ratio to its data alone: the same metrics, read and charted, not drawn.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

READINGS = 60
ON_A_PAGE = 100
ROUNDS = 7


def cpu() -> float:
    """Milliseconds of CPU, ours and of children that have ended."""
    spent = os.times()
    return 1000 * (spent.user + spent.system + spent.children_user + spent.children_system)


def median(act: Callable[[], object], rounds: int = ROUNDS, times: int = 1) -> float:
    """Milliseconds of CPU of one call."""
    act()
    spent = []
    for _round in range(rounds):
        before = cpu()
        for _time in range(times):
            act()
        spent.append((cpu() - before) / times)
    return statistics.median(spent)


def main() -> None:
    """Print a line for each measure."""
    on_paper = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory(prefix="genba-bench-") as folder:
        os.environ |= {"GENBA_DATA": folder, "DJANGO_SETTINGS_MODULE": "genba.config.settings_test"}
        import django  # noqa: PLC0415  (the settings come first)

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        measure(on_paper)


def measure(on_paper: int) -> None:
    """In a fresh database."""
    import numpy as np  # noqa: PLC0415

    from genba.conftest import make_cast  # noqa: PLC0415
    from genba.ui.control_chart.drawing import draw  # noqa: PLC0415
    from genba.ui.control_chart.picture import WIDE, Picture  # noqa: PLC0415
    from genba.understand.charts.choosing import shown_many  # noqa: PLC0415
    from genba.understand.charts.page import by_team  # noqa: PLC0415
    from genba.understand.charts.paper import portfolio_on_paper  # noqa: PLC0415
    from genba.understand.models import Metric, Reading  # noqa: PLC0415

    cast, random = make_cast(), np.random.default_rng(5)
    first = datetime(2025, 1, 6, tzinfo=UTC)
    Metric.objects.bulk_create(
        Metric(name=f"Metric {place}", definition="x", better="up", team=cast.line, made_on=first)
        for place in range(ON_A_PAGE)
    )
    metrics = list(Metric.objects.select_related("team"))
    Reading.objects.bulk_create(
        Reading(metric=one, at=first + timedelta(weeks=week), value=float(value))
        for one in metrics
        for week, value in enumerate(random.normal(50, 5, READINGS))
    )
    picture = next(iter(shown_many(metrics[:1]).values())).picture

    def drawn() -> str:
        # a picture keeps what it computed, so that each drawing begins with a fresh one
        return draw(Picture(picture.charted, picture.at, better="up", target=55.0, floor=0.0), WIDE)

    print(f"one SVG of {READINGS} readings: {median(drawn, times=100):.2f} ms")
    data = median(lambda: shown_many(metrics))
    page = median(lambda: by_team(list(shown_many(metrics).values())))
    print(f"data of {ON_A_PAGE} charts: {data:.0f} ms; drawn and told {page:.0f} ms: {page / data:.2f} x")
    many = (list(shown_many(metrics).values()) * (on_paper // ON_A_PAGE + 1))[:on_paper]
    start, before = time.perf_counter(), cpu()
    size = len(portfolio_on_paper(many))
    took, spent = time.perf_counter() - start, (cpu() - before) / 1000
    print(f"PDF of {on_paper} charts: {spent:.1f} s CPU, {took:.1f} s on the clock, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
