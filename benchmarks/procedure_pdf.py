"""What a procedure on paper costs: CPU of this process and of the child that sets it, medians.

    python -m benchmarks.procedure_pdf

A workshop with one procedure of 15 steps is made in a database of its own, and thrown away.
"""

import os
import statistics
import tempfile
import time

ROUNDS = 15
STEPS = [
    {
        "what": f"Do the thing with number {at}, carefully and from the left",
        "who": "Operator",
        "how_well": "Nothing moves by hand",
        "why": "Half of all damage on the road comes from a loose foot.",
        "low": 3.8,
        "high": 4.2,
        "unit": "Nm",
    }
    for at in range(15)
]


def cpu() -> float:
    """Milliseconds of CPU, ours and of children that have ended."""
    spent = os.times()
    return 1000 * (spent.user + spent.system + spent.children_user + spent.children_system)


def main() -> None:
    """Print one line for each: the PDF, and whether it fits."""
    with tempfile.TemporaryDirectory(prefix="genba-bench-") as folder:
        os.environ |= {"GENBA_DATA": folder, "DJANGO_SETTINGS_MODULE": "genba.config.settings_test"}
        import django  # noqa: PLC0415  (the settings come first)

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        from genba.conftest import make_cast  # noqa: PLC0415
        from genba.work.paper import PAPERS, fit, printed  # noqa: PLC0415
        from genba.work.tests.factory import make_draft  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        version = make_draft(make_cast(), STEPS)
        for name, act in (("PDF", printed), ("fit", fit)):
            act(version, PAPERS["a4"])
            spent, took = [], []
            for _round in range(ROUNDS):
                before, start = cpu(), time.perf_counter()
                act(version, PAPERS["a4"])
                spent.append(cpu() - before)
                took.append(1000 * (time.perf_counter() - start))
            costs, lasts = statistics.median(spent), statistics.median(took)
            print(f"{name}: {costs:.0f} ms CPU, {lasts:.0f} ms on the clock")


if __name__ == "__main__":
    main()
