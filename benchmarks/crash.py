"""Kill -9 at 2,000 random moments under load, and cut the power at as many; compare acknowledged with stored.

    python -m benchmarks.crash [--kills 2000] [--losses 2000] [--postgresql] [--seconds S] [--seed N]

Goes in rounds of a hundred kills, each on a fresh instance, so that a fault is found near its cause; the seed
of a round that failed brings its sequence of kills back. Killed are web processes, the web server, the worker
with its sealer, the supervisor, everything at once, and on PostgreSQL (a server of its own, fsync on) the
process of a connection or the whole server. The power is cut on a recorded disk (tests/crash/recording.py).
Ends with 1 when anything was lost, doubled, broken or left running.
"""

import argparse
import os
import pickle
import random
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from genba.config.settings import DATABASES
from tests.crash.cluster import Cluster
from tests.crash.images import Findings, images
from tests.crash.killing import Outcome, kill_and_compare

A_ROUND = 100


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=2000)
    parser.add_argument("--losses", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=1e9, help="stop killing after so long")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--postgresql", action="store_true")
    wanted = parser.parse_args()
    is_good = True
    if wanted.kills:
        with Cluster() if wanted.postgresql else nullcontext() as cluster:
            outcomes = killed(wanted, cluster)
        is_good = told(outcomes)
    if wanted.losses and not wanted.postgresql:
        is_good &= powerless(wanted)
    return 0 if is_good else 1


def killed(wanted: argparse.Namespace, cluster: Cluster | None) -> list[Outcome]:
    outcomes: list[Outcome] = []
    end = time.monotonic() + wanted.seconds
    left = wanted.kills
    while left > 0 and (rest := end - time.monotonic()) > 0:
        with tempfile.TemporaryDirectory(prefix="genba-crash-", dir="/tmp") as folder:
            outcome = kill_and_compare(
                Path(folder) / "house",
                kills=min(A_ROUND, left),
                seed=wanted.seed + len(outcomes),
                cluster=cluster,
                most_seconds=rest,
            )
        outcomes.append(outcome)
        left -= sum(outcome.kills.values())
        print(outcome, flush=True)
        if cluster is not None:
            cluster.start_afresh()
    return outcomes


def told(outcomes: list[Outcome]) -> bool:
    kills = sum(sum(outcome.kills.values()) for outcome in outcomes)
    said = [one for outcome in outcomes for one in outcome.said]
    faults = [fault for outcome in outcomes for fault in outcome.faults]
    tries = sum(one.tries for one in said)
    print(
        f"in all {kills} kills; {len(said)} reports acknowledged after {tries} tries; "
        f"{sum(outcome.mails for outcome in outcomes)} mails, "
        f"{sum(outcome.handed_over_twice for outcome in outcomes)} handed over twice under one Message-ID; "
        f"lost 0 and doubled 0: {'no' if faults else 'yes'}",
        flush=True,
    )
    for fault in faults:
        print("  ✗", fault)
    return not faults


def powerless(wanted: argparse.Namespace) -> bool:
    """Cut the power at many lines of what a recorded disk was asked for, for each way of syncing."""
    root = str(Path(__file__).resolve().parents[1])
    counts = {"FULL": 1500, "NORMAL": 300, "OFF": 300}
    with tempfile.TemporaryDirectory(prefix="genba-power-", dir="/tmp") as name:
        folder = Path(name)
        command = [sys.executable, "-m", "tests.crash.recorder", name]
        command += [f"{way}={count}" for way, count in counts.items()]
        environment = {"PATH": os.environ["PATH"], "HOME": name, "PYTHONPATH": root}
        subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
        recordings = pickle.loads((folder / "recorded.pickle").read_bytes())
        (folder / "after").mkdir()
        found = {}
        for way, (base, lines) in recordings.items():
            found[way] = Findings()
            count = wanted.losses if way == "FULL" else wanted.losses // 10
            for image in images(base, lines, count=count, dice=random.Random(wanted.seed)):
                found[way].look_at(image, folder / "after", DATABASES["default"]["OPTIONS"]["init_command"])
            print(
                f"synchronous={way}, {len(lines)} lines, seed {wanted.seed}: {found[way].told()}", flush=True
            )
    full = found["FULL"]
    return not (full.lost or full.corrupt or full.halves)


if __name__ == "__main__":
    sys.exit(main())
