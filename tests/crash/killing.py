"""Kill -9 at random moments under load, then compare: 50 times in the test, 2,000 in the benchmark."""

import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.crash.cluster import Cluster
from tests.crash.house import SETUP, House, age_of
from tests.crash.people import Crowd, Said
from tests.crash.reckoning import faults, receipts_that_open_nothing, wait_until_all_is_done
from tests.crash.sink import MailSink

WEIGHTS = {
    "web process": 40,
    "worker": 36,
    "web": 6,
    "supervisor": 5,
    "everything": 5,
    "backend": 10,
    "database": 4,
}
OLD_ENOUGH = {"web process": 0.2, "web": 5.0}
ELSE_OLD_ENOUGH = 2.0  # seconds; what has only just begun has nothing in its hands yet


@dataclass
class Outcome:
    """How a run went."""

    seed: int
    kills: "Counter[str]" = field(default_factory=Counter)
    said: list[Said] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    mails: int = 0
    handed_over_twice: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        tries, kills = sum(one.tries for one in self.said), sum(self.kills.values())
        return (
            f"seed {self.seed}: {kills} kills in {self.seconds:.0f} s ({dict(self.kills)}), "
            f"{len(self.said)} acknowledged after {tries} tries, {self.mails} mails "
            f"({self.handed_over_twice} handed over twice under the same Message-ID), "
            f"faults: {self.faults or 'none'}"
        )


def kill_and_compare(
    folder: Path, *, kills: int, seed: int, cluster: Cluster | None = None, most_seconds: float = 1e9
) -> Outcome:
    """Run a house under load, kill a random piece of it at random moments, and say what came of it."""
    outcome = Outcome(seed)
    began = time.monotonic()
    with MailSink() as sink:
        house = House(
            folder, {"GENBA_EMAIL_URL": sink.url} | ({"DATABASE_URL": cluster.url} if cluster else {})
        )
        known = prepare(house)
        crowd = Crowd(house.address, known, random.Random(seed))
        try:
            crowd.start()
            _kill_again_and_again(house, cluster, crowd, kills, outcome, began + most_seconds)
            house.revive()
            house.wait_until_it_answers()
            crowd.stop()
            outcome.said = crowd.acknowledged
            stored = wait_until_all_is_done(house)
            lead = known["people"]["amira"]["email"]
            outcome.faults = crowd.complaints + faults(stored, outcome.said, sink, lead=lead)
            outcome.faults += receipts_that_open_nothing(house, outcome.said)
            outcome.faults += orphans_after_the_end(house)
        finally:
            crowd.stopping.set()
            house.kill(house.family())
        outcome.mails, outcome.handed_over_twice = len(sink.once_each()), sink.handed_over_twice()
    outcome.seconds = time.monotonic() - began

    return outcome


def prepare(house: House) -> dict[str, Any]:
    """Start it with an organisation in it; who may report, and how they are known."""
    done = house.instance.begin_with_tables().genba("migrate")
    if done.returncode:
        raise RuntimeError(done.stderr)
    known: dict[str, Any] = json.loads(house.instance.python(SETUP).partition("SETUP")[2])
    house.start()
    house.wait_until_it_answers()
    return known


def _kill_again_and_again(
    house: House, cluster: Cluster | None, crowd: Crowd, kills: int, outcome: Outcome, end: float
) -> None:
    dice = random.Random(outcome.seed)
    kinds = [kind for kind in WEIGHTS if cluster or kind not in {"backend", "database"}]
    heard = 0
    while sum(outcome.kills.values()) < kills and time.monotonic() < end:
        time.sleep(dice.uniform(0.0, 0.4))
        if house.revive() or len(crowd.acknowledged) == heard:
            continue  # a moment counts only when people are being answered
        kind = dice.choices(kinds, [WEIGHTS[kind] for kind in kinds])[0]
        if _kill(house, cluster, kind, dice):
            outcome.kills[kind] += 1
            heard = len(crowd.acknowledged)


def _kill(house: House, cluster: Cluster | None, kind: str, dice: random.Random) -> bool:
    """Kill one piece. False where there is none that has had time to begin."""
    pieces = house.pieces()
    if kind == "database":
        cluster.kill()
        time.sleep(dice.uniform(0.0, 0.3))
        cluster.start()
        return True
    if kind == "backend":
        return cluster.kill_a_backend()
    if kind == "everything":
        if not pieces["web process"]:
            return False
        house.kill(house.family())
        house.up.wait()
        return True
    grown = [pid for pid in pieces[kind] if age_of(pid) > OLD_ENOUGH.get(kind, ELSE_OLD_ENOUGH)]
    if not grown or (kind == "supervisor" and not pieces["web process"]):
        return False
    house.kill([dice.choice(grown)])
    if kind == "supervisor":
        house.up.wait()
    return True


def orphans_after_the_end(house: House) -> list[str]:
    """Kill the first process and see whether everything below it ends by itself."""
    family = house.family()
    house.kill(family[:1])
    house.up.wait()
    deadline = time.monotonic() + 25
    while left := [pid for pid in family if age_of(pid)]:
        if time.monotonic() > deadline:
            names = [Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ") for pid in left]
            house.kill(left)
            return [f"these lived on without their parent: {names}"]
        time.sleep(0.2)
    return []
