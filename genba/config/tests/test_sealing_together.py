"""Sealing with real processes: sealers at the same time, killed sealers, and transactions that end late."""

import os
import signal
import subprocess
import time

import pytest
from django.conf import settings

from genba.config.tests.instances import built_instance

pytestmark = pytest.mark.slow
IS_SQLITE = settings.DATABASES["default"]["ENGINE"] == "genba.config.sqlite"
WRITE = """
from django.db import transaction
from genba.people.facts import SITE_ADDED
from genba.people.models import Site
from genba.trail.record import Telling, record_many
site, _made = Site.objects.get_or_create(name="Works")
for _round in range({rounds}):
    with transaction.atomic():
        record_many(Telling(SITE_ADDED, site) for _n in range({count}))
"""
SEAL = """
import time
from genba.trail.models import Fact, Leaf
from genba.trail.seals.sealer import seal_some
until = time.monotonic() + {seconds}
while time.monotonic() < until and Leaf.objects.count() < {all}:
    seal_some(50)
"""
LATE = """
import threading
from django.db import connection, transaction
from genba.people.facts import SITE_ADDED
from genba.people.models import Site
from genba.trail.models import Fact, Leaf
from genba.trail.record import record
from genba.trail.seals.sealer import seal_everything
site = Site.objects.create(name="Works")
begun, go_on = threading.Event(), threading.Event()
late = []
def slowly():
    with transaction.atomic():
        late.append(record(SITE_ADDED, site).pk)
        begun.set()
        go_on.wait(30)
    connection.close()
thread = threading.Thread(target=slowly)
thread.start()
begun.wait(30)
for _round in range(3):
    for _n in range(600):
        with transaction.atomic():
            record(SITE_ADDED, site)
    seal_everything()
assert not Leaf.objects.filter(fact_id=late[0]).exists()
go_on.set()
thread.join()
seal_everything()
assert Leaf.objects.get(fact_id=late[0]).number == Fact.objects.count() - 1
print(Fact.objects.count())
"""


@pytest.fixture
def instance(tmp_path):
    with built_instance(tmp_path / "data") as made:
        yield made


def beside(instance, code):
    words = instance.command("manage", "shell", "--no-imports", "-c", code)
    return subprocess.Popen(words, env=instance.surroundings(), stdout=subprocess.DEVNULL)


def verdict(instance):
    done = instance.genba("verify")
    return done.returncode, done.stdout + done.stderr


def test_sealers_and_writers_at_the_same_time_make_one_tree(instance):
    count = 3 * 20 * 40
    writers = [beside(instance, WRITE.format(rounds=20, count=40)) for _n in range(3)]
    sealers = [beside(instance, SEAL.format(seconds=60, all=count)) for _n in range(2)]
    assert [process.wait(120) for process in (*writers, *sealers)] == [0] * 5
    code, said = verdict(instance)
    assert (code, f"{count:,} facts read" in said) == (0, True), said


def test_a_sealer_that_is_killed_again_and_again_harms_nothing(instance):
    instance.python(WRITE.format(rounds=1, count=3000))
    for moment in range(3):
        sealer = beside(instance, SEAL.format(seconds=60, all=3000))
        time.sleep(1.0 + moment * 0.15)
        os.kill(sealer.pid, signal.SIGKILL)
        sealer.wait()
        assert verdict(instance)[0] == 0
    instance.python(SEAL.format(seconds=60, all=3000))
    assert "3,000 facts read" in verdict(instance)[1]


@pytest.mark.skipif(IS_SQLITE, reason="SQLite lets one writer in after the other, so nothing ends late there")
def test_a_transaction_that_ends_late_is_sealed_behind_the_others(instance):
    assert instance.python(LATE).strip() == "1801"
    assert verdict(instance)[0] == 0
