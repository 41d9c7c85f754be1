import re
import subprocess
import sys
from pathlib import Path

import pytest

from genba.config.tests.instances import new_instance

pytestmark = pytest.mark.slow

FUTURE = """
from django.db.migrations.recorder import MigrationRecorder
from django.db import connection
MigrationRecorder(connection).record_applied("people", "9999_from_the_future")
"""


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    with new_instance(tmp_path_factory.mktemp("upgrade")) as here:
        first = here.genba("migrate")
        assert first.returncode == 0, first.stderr
        assert "Database prepared" in first.stdout
        yield here


def test_a_database_in_use_is_backed_up_before_it_is_changed(instance):
    assert instance.genba("manage", "migrate", "sessions", "zero").returncode == 0
    done = instance.genba("migrate")
    assert done.returncode == 0, done.stderr
    (backup,) = (instance.data / "backups").glob("genba-*.tar.gz")
    assert f"Backed up to {backup}" in done.stdout
    assert "Database brought up to date (1 change)" in done.stdout
    assert "sessions.0001_initial" not in instance.genba("doctor").stdout


def test_a_database_that_is_up_to_date_is_left_alone(instance):
    before = sorted(instance.data.rglob("*"))
    done = instance.genba("migrate")
    assert (done.returncode, done.stdout) == (0, "")
    assert [path for path in sorted(instance.data.rglob("*")) if path not in before] == []


def serve(instance):
    """Start the web server as an organisation may that does not use `genba up`."""
    command = [
        sys.executable,
        "-P",
        "-m",
        "gunicorn",
        "--bind",
        "127.0.0.1:0",
        "genba.config.wsgi:application",
    ]
    return subprocess.run(
        command, env=instance.surroundings(), capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture(scope="class")
def waiting(instance):
    """A database that waits for one change."""
    assert instance.genba("manage", "migrate", "sessions", "zero").returncode == 0
    yield instance
    assert instance.genba("migrate", "--without-backup").returncode == 0


class TestWhileAnUpgradeWaits:
    @pytest.mark.parametrize("words", [["worker"], ["import", "x.csv", "--into", "cards"]])
    def test_no_verb_works_with_a_database_that_waits_for_an_upgrade(self, waiting, words):
        done = waiting.genba(*words)
        assert (done.returncode, done.stdout) == (1, "")
        assert "waits for 1 change of this version (first sessions.0001_initial)" in done.stderr
        assert done.stderr.strip().endswith("Run: genba migrate")
        assert "Traceback" not in done.stderr

    def test_the_doctor_and_a_backup_go_on_while_an_upgrade_waits(self, waiting, tmp_path):
        assert "sessions.0001_initial" in waiting.genba("doctor").stdout
        assert waiting.genba("backup", str(tmp_path / "before.tar.gz")).returncode == 0

    def test_a_bare_web_server_does_not_start_before_the_upgrade(self, waiting):
        done = serve(waiting)
        assert done.returncode != 0
        assert "Run: genba migrate" in done.stderr
        assert "Traceback" not in done.stderr

    def test_an_upgrade_that_stops_says_why_and_where_the_backup_lies(self, waiting):
        waiting.python(
            "from django.db import connection as c; c.cursor().execute('CREATE TABLE django_session (x int)')"
        )
        done = waiting.genba("migrate")
        waiting.python(
            "from django.db import connection as c; c.cursor().execute('DROP TABLE django_session')"
        )
        assert done.returncode == 1
        assert "The database could not be brought to this version" in done.stderr
        archive = re.search(r"genba restore (\S+) --force", done.stderr).group(1)
        assert Path(archive).exists()


@pytest.fixture(scope="class")
def newer(instance):
    """A database that a newer Genba has changed."""
    instance.python(FUTURE)
    yield instance
    instance.python(FUTURE.replace("applied(", "unapplied("))


class TestWithADatabaseOfANewerGenba:
    @pytest.mark.parametrize("words", [["migrate"], ["up", "--port", "8341"]])
    def test_a_database_of_a_newer_genba_is_refused_in_words(self, newer, words):
        done = newer.genba(*words)
        assert done.returncode == 1
        assert "last used by a newer Genba (it knows people.9999_from_the_future)" in done.stderr
        assert "Install that version again" in done.stderr

    def test_a_bare_web_server_refuses_a_database_of_a_newer_genba(self, newer):
        assert "last used by a newer Genba" in serve(newer).stderr
        assert "last used by a newer Genba" in newer.genba("doctor").stdout


@pytest.mark.once
def test_a_database_that_cannot_be_reached_is_said_without_its_password(tmp_path):
    with new_instance(tmp_path / "away") as here:
        here.environment["DATABASE_URL"] = "postgres://genba:geheim@127.0.0.1:1/genba"
        done = here.genba("migrate")
    assert done.returncode == 1
    assert done.stderr.startswith("The database does not answer (127.0.0.1, database genba)")
    assert "geheim" not in done.stderr
    assert "Traceback" not in done.stderr
