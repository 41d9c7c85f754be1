"""What released versions have left behind comes to today's whole; README.md says how the states were made."""

import gzip
import hashlib
import json
import lzma
from pathlib import Path

import pytest
from django.db import connection

from genba.config.tests.instances import new_instance

HERE = Path(__file__).parent
CLONE = HERE.parent.parent
RELEASED = sorted(path.parent.name for path in HERE.glob("*/migrations.json"))

# Tables of a released state that hold another number of rows today, with the reason.
GROWN = {
    "django_migrations": "each step of an upgrade is written down",
    "django_content_type": "Django's list of kinds of records",
    "auth_permission": "Django's own list, which Genba does not use",
    "django_session": "whoever looks signs in",
    "listen_report_words_data": "SQLite's own pages of the search index, which is made again",
    "listen_report_words_idx": "SQLite's own pages of the search index, which is made again",
}


@pytest.fixture(scope="module", params=RELEASED)
def upgraded(request, tmp_path_factory):
    """A released state, restored from its own backup and brought to today's; and what is known of it."""
    here = tmp_path_factory.mktemp("released")
    state = HERE / request.param / connection.vendor
    known = json.loads(state.with_suffix(".json").read_text())
    archive = here / "backup.tar.gz"
    archive.write_bytes(gzip.compress(lzma.decompress(state.with_suffix(".tar.xz").read_bytes()), 1))
    with new_instance(here / "data") as instance:
        instance.environment |= {**known["settings"], "GENBA_KNOWN": json.dumps(known)}
        done = instance.genba("restore", str(archive))
        assert done.returncode == 0, done.stderr
        yield known, json.loads(instance.python((HERE / "look.py").read_text()))


@pytest.mark.slow
def test_no_row_is_lost(upgraded):
    known, found = upgraded
    assert {table: rows for table, rows in found["rows"].items() if table not in GROWN} == {
        table: rows for table, rows in known["rows"].items() if table not in GROWN
    }


@pytest.mark.slow
def test_every_fact_is_as_it_was_to_the_last_byte(upgraded):
    known, found = upgraded
    assert found["facts"] == known["facts"]


@pytest.mark.slow
def test_the_words_of_every_report_are_as_they_were(upgraded):
    known, found = upgraded
    assert found["words"] == known["words"]
    assert known["named"]["words"] in found["named"]


@pytest.mark.slow
def test_every_receipt_still_opens_its_conversation(upgraded):
    known, found = upgraded
    for said in known["receipts"]:
        for words in [said["words"], *said["reads"]]:
            assert words in found["threads"][said["receipt"]]


@pytest.mark.slow
def test_every_file_is_whole_and_opens(upgraded):
    known, found = upgraded
    assert known["files"].items() <= found["files"].items()
    assert set(found["opened"].values()) == {200}


@pytest.mark.slow
def test_people_sign_in_as_before_and_every_main_door_opens(upgraded):
    _known, found = upgraded
    assert found["signs_in"]
    assert {door: code for door, code in found["doors"].items() if code not in {200, 403}} == {}
    assert sum(code == 200 for code in found["doors"].values()) > len(found["doors"]) / 2


@pytest.mark.once
@pytest.mark.parametrize("version", RELEASED)
def test_no_migration_of_a_released_version_was_edited_or_taken_away(version):
    released = json.loads((HERE / version / "migrations.json").read_text())
    today = {name: CLONE / name for name in released}
    assert {name for name, path in today.items() if not path.exists()} == set()
    assert {n: hashlib.sha256(path.read_bytes()).hexdigest() for n, path in today.items()} == released
