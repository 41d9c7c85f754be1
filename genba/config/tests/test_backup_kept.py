"""Backups as whole instances make them: by the clock, tried, kept, killed in the middle, on full disks."""

import json
import os
import signal
import subprocess
import tarfile
import time

import pytest

from genba.config.tests.instances import built_instance
from genba.config.tests.test_backup import FILLED

pytestmark = pytest.mark.slow

# Runs `genba …` and kills it with -9 in the middle: KILL is called with the name of each step.
KILLED = """
import os, signal, sys
import genba.config.cli as cli
opened = cli._open_instance
def open_and_patch(*words):
    done = opened(*words)
    from genba.front.backup.lease import Lease
    go_on = Lease.progress
    def progress(self, step, share):
        if step == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGKILL)
        go_on(self, step, share)
    Lease.progress = progress
    return done
cli._open_instance = open_and_patch
sys.exit(cli.run(["backup"]))
"""
STATES = """
import json
from genba.front.models import Backup
fields = "state", "trouble", "name", "tables", "rows", "files", "missing", "why"
print(json.dumps([dict(zip(fields, row)) for row in Backup.objects.order_by("id").values_list(*fields)]))
"""
TRIED = """
import json
from genba.front.backup.making import ask_for_trial
from genba.front.models import Backup
from genba.people.models import Person
from genba.trail.worker import Worker
last = Backup.objects.good().latest("id")
whole = last.path.read_bytes()
flipped = bytearray(whole)
flipped[len(whole) // 2] ^= 0xFF
found = []
for content in bytes(flipped), whole[:-1000], None, whole:
    last.path.unlink() if content is None else last.path.write_bytes(content)
    assert ask_for_trial(last, by=Person.objects.first())
    Worker().run_all()
    last.refresh_from_db()
    found.append([last.state, last.trouble])
    Backup.objects.filter(pk=last.pk, state="gone").update(state="untried")
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    with built_instance(tmp_path_factory.mktemp("here")) as instance:
        instance.environment["GENBA_BACKUP_KEEP"] = "1d"
        instance.python(FILLED)
        yield instance


def states(instance):
    return json.loads(instance.python(STATES))


def archives(instance):
    return sorted((instance.data / "backups").glob("*.tar.gz"))


def leftovers(instance):
    return [path.name for path in (instance.data / "backups").iterdir() if path.name.startswith(".genba-")]


def wait_for(what, seconds=60):
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.2)


def test_the_worker_makes_one_by_the_clock_and_tries_it(here):
    worker = subprocess.Popen(here.command("worker"), env=here.surroundings())
    try:
        wait_for(lambda: archives(here))
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(30)
    (made,) = states(here)
    assert (made["state"], made["why"], made["files"]) == ("good", "schedule", 1)
    assert made["tables"] > 60
    assert made["rows"] > 100
    said = here.genba("doctor").stdout
    assert "it was restored for trial and compared" in said
    assert "Backups lie on the same disk as the data" in said


def test_the_newest_good_one_of_the_day_stays_and_the_older_ones_go(here):
    (before,) = archives(here)
    done = here.genba("backup")
    assert done.returncode == 0, done.stderr
    assert "restored for trial and compared" in done.stdout
    (after,) = archives(here)
    assert before != after
    assert [made["state"] for made in states(here)] == ["gone", "good"]


def test_a_trial_finds_what_was_damaged_afterwards(here):
    flipped, cut, gone, whole = json.loads(here.python(TRIED))
    assert flipped[0] == cut[0] == "damaged"
    assert flipped[1] in {"not_whole", "part_altered", "engine_complains", "program_failed"}
    assert cut[1] in {"not_whole", "part_missing"}
    assert gone == ["gone", "gone"]
    assert whole == ["good", ""]


def test_an_upload_that_was_altered_on_the_disk_is_told_and_the_backup_is_good(here):
    (blob,) = [path for path in (here.data / "files").rglob("*") if path.is_file()]
    blob.write_bytes(b"abx")
    assert here.genba("backup").returncode == 0
    found = states(here)[-1]
    blob.write_bytes(b"abc")
    assert (found["state"], found["missing"]) == ("good", 1)


def test_killed_at_any_step_it_leaves_whole_ones_only_and_the_next_one_succeeds(here, tmp_path):
    good = here.genba("backup")
    assert good.returncode == 0
    before = archives(here)
    for step in ["copying", "packing", "restoring", "comparing"]:
        command = [*here.command()[:2], "-c", KILLED, step]
        killed = subprocess.run(command, env=here.surroundings(), capture_output=True, text=True, check=False)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert set(before) <= set(archives(here))
    for path in archives(here):
        with tarfile.open(path) as tar:
            assert "manifest.json" in tar.getnames()
    done = here.genba("backup")
    assert done.returncode == 0, done.stderr
    assert leftovers(here) == [".genba-backups"]
    assert states(here)[-1]["state"] == "good"


AGAIN = """
import json
from genba.front.backup.making import make_backup
from genba.front.models import Backup
last = Backup.objects.good().latest("id")
before = last.path.stat().st_mtime_ns
# As a worker leaves it that was killed while it tried the archive that it had written.
Backup.objects.filter(pk=last.pk).update(state="running", slot=1, holder="dead", tried_at=None, sha256="")
Backup.objects.filter(pk=last.pk).update(alive_at="2020-01-01T00:00:00Z")
for _twice in range(2):
    make_backup.func(last.pk)
after = Backup.objects.get(pk=last.pk)
print(json.dumps([after.state, after.sha256 == last.sha256, after.path.stat().st_mtime_ns == before]))
"""


def test_another_worker_goes_on_with_what_a_killed_one_has_written(here):
    assert json.loads(here.python(AGAIN)) == ["good", True, True]


def test_a_folder_that_was_never_made_is_said_in_words(here, tmp_path):
    here.environment["GENBA_BACKUP_FOLDER"] = str(tmp_path / "usb")
    done = here.genba("backup")
    del here.environment["GENBA_BACKUP_FOLDER"]
    assert done.returncode == 1
    assert f"There is no folder {tmp_path / 'usb'}. Is the disk with the backups there?" in done.stderr
    assert "Traceback" not in done.stderr


SCHEDULED = """
from genba.front.backup.watch import look_after_backups
from genba.trail.worker import Worker
look_after_backups.func()
Worker().run_all()
"""


def test_a_disk_that_is_not_mounted_is_noticed_by_its_empty_folder(here, tmp_path):
    here.environment |= {"GENBA_BACKUP_FOLDER": str(tmp_path), "GENBA_BACKUP_EVERY": "1h"}
    assert here.genba("backup").returncode == 0
    for path in tmp_path.iterdir():
        path.unlink()
    here.python(
        "from genba.front.models import Backup\n"
        "Backup.objects.update(taken_at='2020-01-01T00:00:00Z', ended_at=None)"
    )
    here.python(SCHEDULED)
    del here.environment["GENBA_BACKUP_FOLDER"], here.environment["GENBA_BACKUP_EVERY"]
    assert [made["state"] for made in states(here)][-2:] == ["good", "failed"]
    assert states(here)[-1]["trouble"] == "other_folder"
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def small_disk(tmp_path):
    """A disk of three megabytes, where root may make one."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "genba-test", str(tmp_path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may make a small disk")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_disk_that_becomes_full_is_said_and_the_last_good_one_stays(here, small_disk):
    filler = here.data / "files" / "filler"
    filler.write_bytes(os.urandom(4 << 20))
    last = archives(here)[-1]
    done = here.genba("backup", str(small_disk / "one.tar.gz"))
    filler.unlink()
    assert done.returncode == 1
    assert "The disk became full while the backup was written." in done.stderr
    assert list(small_disk.iterdir()) == []
    assert (last.exists(), states(here)[-1]["state"]) == (True, "failed")


def test_too_little_room_is_said_before_the_disk_is_full(here, small_disk):
    here.environment["GENBA_BACKUP_FOLDER"] = str(small_disk)
    done = here.genba("backup")
    del here.environment["GENBA_BACKUP_FOLDER"]
    assert done.returncode == 1
    assert "There is too little room in" in done.stderr
    assert [path.name for path in small_disk.iterdir()] == [".genba-backups"]
