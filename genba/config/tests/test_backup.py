import gzip
import io
import json
import tarfile

import pytest

from genba.config.tests.instances import built_instance, new_instance

FILLED = """
from django.core.files.base import ContentFile
from django.db import transaction
from genba.people.facts import SITE_ADDED
from genba.people.models import Organisation, Person, Site, Team
from genba.trail.models import File
from genba.trail.record import record
with transaction.atomic():
    Organisation.objects.create(name="Riverside \\u2068עברית\\u2069 🙂")
    person = Person.objects.create_user("amira@example.org", "Amira Khan", "a long enough password")
    site = Site.objects.create(name="Works")
    Team.objects.create(site=site, name="Line 4")
    record(SITE_ADDED, site, by=person)
    kept = File(subject_kind="people.site", subject_id="1", name="a.txt", content_type="text/plain", size=3)
    kept.blob.save("a.txt", ContentFile(b"abc"))
"""
ALTERED = "from genba.people.models import Organisation; Organisation.objects.update(name='Altered')"


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """An instance that is only read, or written over with its own backup."""
    with built_instance(tmp_path_factory.mktemp("here")) as instance:
        instance.python(FILLED)
        yield instance


@pytest.fixture(scope="module")
def rows(here):
    return here.every_row()


@pytest.fixture(scope="module")
def archive(here, tmp_path_factory):
    path = tmp_path_factory.mktemp("backups") / "genba.tar.gz"
    done = here.genba("backup", str(path))
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture(scope="module")
def there(tmp_path_factory, archive):
    """Another instance, into which the backup was restored."""
    with new_instance(tmp_path_factory.mktemp("there")) as instance:
        done = instance.genba("restore", str(archive))
        assert done.returncode == 0, done.stderr
        yield instance


def repacked(archive, alter):
    """The same archive with some of its contents altered."""
    contents = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            contents[member.name] = tar.extractfile(member).read()
    alter(contents)
    target = archive.with_name("altered.tar.gz")
    with tarfile.open(target, "w:gz") as tar:
        for name, content in contents.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return target


@pytest.mark.slow
def test_a_backup_brings_back_every_table_and_every_file(here, there, rows):
    assert there.every_row() == rows
    assert there.files() == here.files() != {}


@pytest.mark.slow
def test_a_restored_trail_still_refuses_to_be_changed(there):
    done = there.genba(
        "manage", "shell", "-c", "from genba.trail.models import Fact; Fact.objects.all().delete()"
    )
    assert done.returncode != 0
    assert "a fact cannot be changed or deleted" in done.stderr


@pytest.mark.slow
def test_an_instance_in_use_is_not_written_over_unless_asked(there, archive, rows):
    there.python(ALTERED)
    altered = there.every_row()
    done = there.genba("restore", str(archive))
    assert done.returncode == 1
    assert "There is an organisation here already" in done.stderr
    assert there.every_row() == altered != rows
    done = there.genba("restore", "--force", str(archive))
    assert done.returncode == 0, done.stderr
    assert there.every_row() == rows
    assert "What was here before lies in" in done.stdout


def cut(archive):
    target = archive.with_name("cut.tar.gz")
    target.write_bytes(archive.read_bytes()[: archive.stat().st_size * 2 // 3])
    return target


def flipped(archive):
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 0xFF
    target = archive.with_name("flipped.tar.gz")
    target.write_bytes(content)
    return target


def with_other_words(archive):
    def alter(contents):
        name = next(name for name in contents if name.startswith("files/"))
        contents[name] = b"xyz"

    return repacked(archive, alter)


def with_other_counts(archive):
    def alter(contents):
        manifest = json.loads(contents["manifest.json"])
        manifest["rows"]["people_person"] += 1
        contents["manifest.json"] = json.dumps(manifest).encode()

    return repacked(archive, alter)


def without_a_file(archive):
    return repacked(
        archive, lambda contents: contents.pop(next(n for n in contents if n.startswith("files/")))
    )


def with_something_that_climbs_out(archive):
    return repacked(archive, lambda contents: contents.update({"../../escaped": b"x"}))


def by_a_newer_genba(archive):
    def alter(contents):
        manifest = json.loads(contents["manifest.json"])
        manifest["migrations"].append("people.9999_from_the_future")
        contents["manifest.json"] = json.dumps(manifest).encode()

    return repacked(archive, alter)


def no_backup_at_all(archive):
    target = archive.with_name("holiday.jpg")
    target.write_bytes(gzip.compress(b"not a tar"))
    return target


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (cut, "is cut off, altered, or no backup"),
        (flipped, "altered"),
        (with_other_words, "The backup was altered: files/"),
        (with_other_counts, "Nothing was changed."),
        (without_a_file, "is not whole: files/"),
        (with_something_that_climbs_out, "does not know: ../../escaped"),
        (by_a_newer_genba, "was written by a newer Genba"),
        (no_backup_at_all, "no backup of Genba"),
    ],
)
def test_a_bad_archive_is_refused_in_words_and_nothing_is_changed(here, archive, rows, damage, words):
    files = here.files()
    done = here.genba("restore", "--force", str(damage(archive)))
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert (here.every_row(), here.files()) == (rows, files)
    assert not list(here.data.glob("restoring-*"))


@pytest.mark.slow
def test_an_archive_tells_nothing_about_times_and_people(archive):
    with tarfile.open(archive) as tar:
        told = {(member.mtime, member.uid, member.gid, member.uname, member.mode) for member in tar}
    assert told == {(0, 0, 0, "", 0o600)}
    assert archive.read_bytes()[4:8] == b"\0\0\0\0"
    assert archive.stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_a_backup_does_not_write_over_another_unless_asked(here, archive):
    done = here.genba("backup", str(archive))
    assert done.returncode == 1
    assert "is there already" in done.stderr
    assert here.genba("backup", "--force", str(archive)).returncode == 0
