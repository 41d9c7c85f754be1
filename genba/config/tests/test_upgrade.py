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
    (backup,) = (instance.data / "backups").iterdir()
    assert f"Backed up to {backup}" in done.stdout
    assert "Database brought up to date (1 change)" in done.stdout
    assert "sessions.0001_initial" not in instance.genba("doctor").stdout


def test_a_database_that_is_up_to_date_is_left_alone(instance):
    before = sorted(instance.data.rglob("*"))
    done = instance.genba("migrate")
    assert (done.returncode, done.stdout) == (0, "")
    assert [path for path in sorted(instance.data.rglob("*")) if path not in before] == []


def test_a_database_of_a_newer_genba_is_refused_in_words(instance):
    instance.python(FUTURE)
    done = instance.genba("migrate")
    assert done.returncode == 1
    assert "last used by a newer Genba (it knows people.9999_from_the_future)" in done.stderr


@pytest.mark.once
def test_a_database_that_cannot_be_reached_is_said_without_its_password(tmp_path):
    with new_instance(tmp_path / "away") as here:
        here.environment["DATABASE_URL"] = "postgres://genba:geheim@127.0.0.1:1/genba"
        done = here.genba("migrate")
    assert done.returncode == 1
    assert done.stderr.startswith("The database does not answer (127.0.0.1, database genba)")
    assert "geheim" not in done.stderr
    assert "Traceback" not in done.stderr
