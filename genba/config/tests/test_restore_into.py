"""Restoring elsewhere, and restores that were killed in the middle."""

import re
import signal
import subprocess

import pytest
from django.db import connection

from genba.config.tests.instances import built_instance, new_instance
from genba.config.tests.test_backup import ALTERED, FILLED

pytestmark = pytest.mark.slow

ERASED = """
from genba.people.erasure import erase
from genba.people.models import Person
adam = Person.objects.create_user("adam@example.org", "Adam Novak", "a long password", is_administrator=True)
erase(Person.objects.get(email="amira@example.org"), by=adam)
"""
NAMES = (
    "from genba.people.models import Person; print(*Person.objects.values_list('name', flat=True), sep='|')"
)


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    with built_instance(tmp_path_factory.mktemp("here")) as instance:
        instance.python(FILLED)
        yield instance


@pytest.fixture(scope="module")
def archive(here, tmp_path_factory):
    path = tmp_path_factory.mktemp("elsewhere") / "genba.tar.gz"
    assert here.genba("backup", str(path)).returncode == 0
    return path


@pytest.fixture(scope="module")
def rows(here, archive):
    return here.every_row()


@pytest.fixture
def new(tmp_path):
    """Where a new instance may come to be; what `--into` is given, and how to look into it."""
    with new_instance(tmp_path / "new") as instance:
        yield instance


def into(instance):
    places = [str(instance.data), *instance.environment.values()]
    return [word for place in places for word in ("--into", place)]


def test_a_backup_comes_back_elsewhere_and_the_present_instance_stays(here, archive, rows, new):
    before = sorted(path.name for path in here.data.iterdir())
    done = here.genba("restore", str(archive), *into(new))
    assert done.returncode == 0, done.stderr
    assert (new.every_row(), new.files()) == (rows, here.files())
    assert (here.every_row(), sorted(path.name for path in here.data.iterdir())) == (rows, before)
    assert f"genba up --data {new.data} --port 8001" in done.stdout
    assert "geheim" not in done.stdout
    assert f"The one of the present instance fits: cp -p {here.data}/secret_key" in done.stdout
    again = here.genba("restore", str(archive), *into(new))
    assert again.returncode == 1
    assert "is not empty" in again.stderr


def test_with_the_key_nobody_has_to_sign_in_again(here, archive, new):
    done = here.genba("restore", str(archive), *into(new), "--key", str(here.data / "secret_key"))
    assert done.returncode == 0, done.stderr
    assert "The keys are not in this backup" not in done.stdout
    assert (new.data / "secret_key").read_text() == (here.data / "secret_key").read_text()
    assert (new.data / "secret_key").stat().st_mode & 0o077 == 0


def test_the_keys_are_inside_when_the_organisation_wants_that(here, new, tmp_path):
    here.environment["GENBA_BACKUP_KEYS"] = "inside"
    done = here.genba("backup", str(tmp_path / "with-keys.tar.gz"))
    del here.environment["GENBA_BACKUP_KEYS"]
    assert done.returncode == 0, done.stderr
    assert here.genba("restore", str(tmp_path / "with-keys.tar.gz"), *into(new)).returncode == 0
    assert (new.data / "secret_key").read_text() == (here.data / "secret_key").read_text()


def test_who_was_erased_since_is_erased_again(here, archive, new, tmp_path):
    with new_instance(tmp_path / "origin") as origin:
        assert origin.genba("restore", str(archive)).returncode == 0
        origin.python(ERASED)
        done = origin.genba("restore", str(archive), *into(new))
    assert done.returncode == 0, done.stderr
    assert "1 erased since this backup was written: erased again." in done.stdout
    assert "Amira" not in new.python(NAMES)


# Runs `genba restore --force` and dies before the given rename, or around PostgreSQL's decision.
KILLED = """
import os, signal, sys
import genba.config.cli as cli
from pathlib import Path
when, left = sys.argv[1], [int(sys.argv[2])]
rename = Path.rename
def counted(self, target):
    left[0] -= 1
    if when == "rename" and left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return rename(self, target)
Path.rename = counted
opened = cli._open_instance
def open_and_patch(*words):
    done = opened(*words)
    import genba.config.backup.restore as restore
    run_sql = restore.run_sql
    def decided(*scripts):
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        run_sql(*scripts)
        if when == "after":
            os.kill(os.getpid(), signal.SIGKILL)
    restore.run_sql = decided
    return done
cli._open_instance = open_and_patch
sys.exit(cli.run(["restore", "--force", sys.argv[3]]))
"""


def killed(instance, archive, when, number=0):
    words = [*instance.command()[:2], "-c", KILLED, when, str(number), str(archive)]
    done = subprocess.run(words, env=instance.surroundings(), capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.fixture(scope="module")
def target(tmp_path_factory, archive):
    with new_instance(tmp_path_factory.mktemp("target")) as instance:
        assert instance.genba("restore", str(archive)).returncode == 0
        yield instance


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_restore_killed_between_its_renames_is_finished_by_the_next_start(target, archive, rows, number):
    target.python(ALTERED)
    files = target.files()
    if number == 2 and connection.vendor == "postgresql":
        number = 1  # there are two folders of files and no database among the renames
    killed(target, archive, "rename", number)
    assert "Finish it: genba migrate" in target.genba("worker").stderr
    done = target.genba("migrate")
    assert done.returncode == 0, done.stderr
    assert (target.every_row(), target.files()) == (rows, files)
    assert not list(target.data.glob("restor*"))


@pytest.mark.skipif("connection.vendor == 'sqlite'")
@pytest.mark.parametrize(("when", "is_new"), [("before", False), ("after", True)])
def test_a_restore_killed_around_postgresqls_decision_follows_it(target, archive, rows, when, is_new):
    target.python(ALTERED)
    altered = target.every_row()
    killed(target, archive, when)
    done = target.genba("migrate")
    assert done.returncode == 0, done.stderr
    assert target.every_row() == (rows if is_new else altered)
    assert re.search(
        "its files were put in their place" if is_new else "Everything is as it was", done.stdout
    )
    assert not list(target.data.glob("restor*"))
