"""`python -m benchmarks.signs`: simulate the signs, keep the figures, write the page."""

import argparse
import time

from benchmarks.signs import counting, moving, theatre
from benchmarks.signs.page import keep, told, write
from genba.analysis.signs.registry import SIGNS

SIZES = {"metric_moved": 100_000, "counter_moved": 20_000, theatre.NAME: 4_000}
USUAL_SIZE = 20_000


def measure_of(name):
    """The simulation of a sign."""
    if name in moving.LOOKS:
        return moving.measure
    return theatre.measure if name == theatre.NAME else counting.measure


def main():
    """Read what is wanted and do it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="all signs if none is named")
    parser.add_argument("--size", type=int, help="looks a world, or metric-months")
    parser.add_argument(
        "--small", action="store_true", help="a hundredth of it, to see that it runs; not kept"
    )
    parser.add_argument("--write", action="store_true", help="only write the page from the figures kept")
    wanted = parser.parse_args()
    if unknown := set(wanted.names) - set(SIGNS):
        parser.error(f"There is no sign {', '.join(sorted(unknown))}.")
    for name in () if wanted.write else wanted.names or SIGNS:
        size = wanted.size or SIZES.get(name, USUAL_SIZE)
        rates, began = [], time.monotonic()
        for rate in measure_of(name)(name, size // 100 if wanted.small else size):
            rates.append(rate)
            print(f"{name:<20} {rate.kind:<11} {rate.world:<60} {told(rate)}", flush=True)
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
        if not wanted.small:
            keep(name, rates)
    if not wanted.small:
        write()


if __name__ == "__main__":
    main()
