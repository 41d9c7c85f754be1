"""Loss of power on SQLite: nothing acknowledged is lost, nothing broken. In full: benchmarks/crash.py."""

import os
import pickle
import random
import shutil
import subprocess
import sys

import pytest

from genba.config.settings import DATABASES
from tests.crash.images import Findings, images
from tests.crash.recorder import ROOT
from tests.tables import tables_on_sqlite

pytestmark = [pytest.mark.slow, pytest.mark.once]
INIT = DATABASES["default"].get("OPTIONS", {}).get("init_command", "")


def recorded(folder, *wanted):
    """Let people report on a recorded disk; what was written down for each way of syncing."""
    shutil.copyfile(tables_on_sqlite(), folder / "genba.sqlite3")
    command = [sys.executable, "-m", "tests.crash.recorder", str(folder), *wanted]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return pickle.loads((folder / "recorded.pickle").read_bytes())


def after_many_losses_of_power(folder, recording, *, count):
    """Cut the power at random lines and look at what is on the disk then."""
    seed = random.SystemRandom().randrange(10**6)
    base, lines = recording
    found = Findings()
    for image in images(base, lines, count=count, dice=random.Random(seed)):
        found.look_at(image, folder, INIT)
    print(f"seed {seed}, {len(lines)} lines: {found.told()}")
    return found


@pytest.fixture(scope="module")
def recordings(tmp_path_factory):
    return recorded(tmp_path_factory.mktemp("recorded"), "FULL=150", "NORMAL=45", "OFF=45")


def test_a_loss_of_power_loses_nothing_acknowledged_and_breaks_nothing(recordings, tmp_path):
    found = after_many_losses_of_power(tmp_path, recordings["FULL"], count=150)
    assert (found.lost, found.corrupt, found.halves) == ([], [], [])
    assert found.looked_at == 150


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_the_same_with_weaker_syncing_does_lose(recordings, tmp_path, synchronous):
    """The test above can fail: this is what our setting protects from."""
    found = after_many_losses_of_power(tmp_path, recordings[synchronous], count=30)
    assert found.lost or found.corrupt
