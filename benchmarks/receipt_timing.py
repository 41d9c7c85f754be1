"""Can the time of an answer tell an unknown receipt from an expired or deleted one? What does a report cost?

    python -m benchmarks.receipt_timing [--each N] [--memory KIB] [--passes N]

In one process, through the whole stack but the network, on a SQLite file of its own. Times are those of the
processor, which are finer than what anybody outside could measure. The three kinds come in random order.
Printed are medians, the chance that one kind takes longer than another (0.5 is no difference; the effect size
of Mann and Whitney), p of the rank test, and the distance of Kolmogorov and Smirnov. Then the cost of an
anonymous report without its run of Argon2id, against the same report under a name.
"""

import argparse
import itertools
import math
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence

KINDS = ("unknown", "expired", "deleted")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--each", type=int, default=300)
    parser.add_argument("--memory", type=int, default=65536)
    parser.add_argument("--passes", type=int, default=3)
    wanted = parser.parse_args()
    os.environ |= {
        "GENBA_DATA": tempfile.mkdtemp(prefix="genba-timing-"),
        "GENBA_RECEIPT_MEMORY_KIB": str(wanted.memory),
        "GENBA_RECEIPT_PASSES": str(wanted.passes),
        "GENBA_PROOF_OF_WORK": "off",
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
    }
    import django  # noqa: PLC0415  (after the settings were chosen)

    django.setup()
    from benchmarks import receipts  # noqa: PLC0415  (the same)

    receipts.prepare(each=wanted.each)
    compare_answers(receipts.ask, receipts.of_each_kind(wanted.each))
    compare_costs(receipts.costs(wanted.each))


def compare_answers(ask: Callable[[str], bytes], receipts: dict[str, list[str]]) -> None:
    """Ask for all receipts in random order and say what the times tell."""
    asked = [(kind, receipt) for kind, known in receipts.items() for receipt in known]
    random.shuffle(asked)
    for _kind, receipt in asked[:20]:
        ask(receipt)
    times: dict[str, list[float]] = {kind: [] for kind in receipts}
    pages = set()
    for kind, receipt in asked:
        begun = time.process_time()
        page = ask(receipt)
        times[kind].append(time.process_time() - begun)
        pages.add(page.replace(receipt.encode(), b"RECEIPT"))
    print(f"{len(pages)} different page(s) for {len(asked)} answers")
    for kind, seconds in times.items():
        print(f"{kind:9} n {len(seconds)}  median {statistics.median(seconds) * 1000:.2f} ms")
    for one, other in itertools.combinations(times, 2):
        effect, p = rank_test(times[one], times[other])
        distance, limit = furthest(times[one], times[other])
        print(
            f"{one} against {other}: longer in {effect:.3f} of pairs, p {p:.2f};"
            f" distance {distance:.3f} (significant from {limit:.3f})"
        )


def compare_costs(seconds: dict[str, list[float]]) -> None:
    """What an anonymous report costs without Argon2id, against a named one."""
    middle = {name: statistics.median(times) * 1000 for name, times in seconds.items()}
    rest = middle["anonymous"] - middle["argon2"]
    for name, value in middle.items():
        print(f"{name:9} median {value:.2f} ms")
    print(f"anonymous without Argon2id: {rest:.2f} ms, {rest / middle['named']:.2f} of a named report")


def rank_test(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """Mann and Whitney's test: the share of pairs in which `one` is longer, and two-sided p (normal)."""
    ranked = sorted([(value, True) for value in one] + [(value, False) for value in other])
    ranks = sum(rank for rank, (_value, is_one) in enumerate(ranked, 1) if is_one)
    n, m = len(one), len(other)
    u = ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return u / (n * m), math.erfc(abs(z) / math.sqrt(2))


def furthest(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """Kolmogorov and Smirnov's distance of two samples, and from where it is significant at 5 %."""
    n, m = len(one), len(other)
    ranked = sorted([(value, 1 / n) for value in one] + [(value, -1 / m) for value in other])
    steps = itertools.accumulate(step for _value, step in ranked)
    return max(abs(step) for step in steps), 1.358 * math.sqrt((n + m) / (n * m))


if __name__ == "__main__":
    main()
