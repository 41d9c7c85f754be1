"""Uploads that are cut off, rolled back or find no room leave nothing on the disk."""

import errno
import tempfile

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from genba.improve.cards import open_card
from genba.trail import nameless, storage
from genba.trail.files import keep_file
from genba.trail.models import File
from genba.trail.strays import sweep_strays

LARGE = 3_000_000


@pytest.fixture
def folder(tmp_path, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "genba.trail.storage.SafeStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


@pytest.fixture
def card(cast):
    return open_card(cast.board, title="Guard", kind="idea", by=cast.amira)


def on_disk(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def note(text=b"A note.", name="note.txt"):
    return SimpleUploadedFile(name, text)


def test_bytes_whose_record_was_rolled_back_are_swept_away(cast, card, folder):
    def keep_and_stumble():
        with transaction.atomic():
            keep_file(card, note(), by=cast.amira)
            raise ValueError("changed my mind")

    with pytest.raises(ValueError, match="changed my mind"):
        keep_and_stumble()
    kept = keep_file(card, note(b"Another."), by=cast.amira)
    assert len(on_disk(folder)) == 2
    assert sweep_strays.func() == 1
    assert [path.read_bytes() for path in on_disk(folder)] == [b"Another."]
    assert default_storage.exists(kept.blob.name)
    assert sweep_strays.func() == 0


def test_a_file_that_cannot_be_recorded_leaves_no_bytes(cast, card, folder, monkeypatch):
    def stumble(*_args, **_kwargs):
        raise OSError(errno.EIO, "the database is away")

    monkeypatch.setattr(File, "save", stumble)
    with pytest.raises(OSError, match="away"):
        keep_file(card, note(), by=cast.amira)
    assert on_disk(folder) == []


def test_a_disk_that_fills_up_keeps_no_half_of_a_file(cast, card, folder, monkeypatch):
    def half(self, name, content):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage.FileSystemStorage, "_save", half)
    with pytest.raises(OSError, match="No space"):
        keep_file(card, note(), by=cast.amira)
    assert on_disk(folder) == []
    assert not File.objects.exists()


def send(client, card, upload):
    return client.post(reverse("improve:files", args=[card.pk]), {"file": upload}, follow=True)


def test_a_large_upload_has_no_name_on_the_disk(cast, card, folder, sign_in, monkeypatch, tmp_path):
    (tmp_path / "waiting").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "waiting"))
    seen, complete = [], nameless.NamelessFileUploadHandler.file_complete

    def look(handler, size):
        seen.extend((tmp_path / "waiting").iterdir())
        return complete(handler, size)

    monkeypatch.setattr(nameless.NamelessFileUploadHandler, "file_complete", look)
    send(sign_in(cast.amira), card, note(b"A long note. " * 300_000))
    assert seen == []
    assert [path.stat().st_size for path in on_disk(folder)] == [13 * 300_000]


def test_a_file_for_which_there_is_no_room_is_said_beside_its_field(cast, card, folder, sign_in, monkeypatch):
    class FullDisk:
        def write(self, _raw):
            raise OSError(errno.ENOSPC, "No space left on device")

        def close(self):
            pass

    monkeypatch.setattr(nameless.tempfile, "TemporaryFile", FullDisk)
    answer = send(sign_in(cast.amira), card, note(b"x" * LARGE))
    assert answer.status_code == 422
    assert "empty" in answer.content.decode()
    assert on_disk(folder) == []


def test_no_upload_is_handled_by_anything_that_leaves_names(db):
    assert [name.rpartition(".")[2] for name in django_settings.FILE_UPLOAD_HANDLERS] == [
        "MemoryFileUploadHandler",
        "NamelessFileUploadHandler",
    ]
