import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image
from PIL.ExifTags import IFD, Base
from PIL.PngImagePlugin import PngInfo

from genba.trail.files import FileRefused, check_file, keep_file, open_file
from genba.trail.models import Fact, File
from genba.trail.pictures import repaint


def photo(size=(40, 20), *, kind="JPEG", **extra):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **extra)
    return out.getvalue()


def photo_with_notes():
    exif = Image.Exif()
    exif[Base.Make] = "SecretCam"
    exif[Base.Orientation] = 6
    exif.get_ifd(IFD.GPSInfo)[1] = "N"
    return photo(exif=exif, comment=b"made by Tomas", xmp=b"<x:xmpmeta>Tomas</x:xmpmeta>")


def upload(content, name="a.jpg"):
    return SimpleUploadedFile(name, content)


def office(*names, mimetype=""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
        if mimetype:
            archive.writestr("mimetype", mimetype)
    return out.getvalue()


def test_a_photo_is_painted_anew_and_keeps_nothing_that_the_camera_wrote(cast):
    kept = keep_file(cast.station, upload(photo_with_notes()), by=cast.tomas)
    content = open_file(kept).read()
    assert b"SecretCam" not in content
    assert b"Tomas" not in content
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.size == (20, 40)  # turned upright
        assert not picture.getexif()
        assert not {"exif", "comment", "xmp", "icc_profile"} & set(picture.info)


def test_words_hidden_in_a_png_do_not_come_along(cast):
    words = PngInfo()
    words.add_text("Author", "Tomas Berg")
    kept = keep_file(cast.station, upload(photo(kind="PNG", pnginfo=words), "a.png"), by=cast.tomas)
    assert b"Tomas" not in open_file(kept).read()


def test_a_file_of_a_named_person_is_told_in_the_trail(cast):
    kept = keep_file(cast.station, upload(photo(), "../Crack\u202e at\x00 7.JPEG"), by=cast.tomas)
    assert (kept.name, kept.added_by_id) == ("Crack at 7.jpg", cast.tomas.pk)
    fact = Fact.objects.about(cast.station).get()
    assert (fact.by_id, fact.data) == (cast.tomas.pk, {"file": str(kept.pk)})
    assert kept.blob.name.split("/")[-1] != kept.name


def test_an_anonymous_photo_keeps_no_name_no_day_no_file_and_no_fact(cast, settings):
    kept = keep_file(cast.station, upload(photo(), "IMG_20260102_101500.jpg"), by=cast.tomas, anonymous=True)
    kept.refresh_from_db()
    assert (kept.name, kept.added_on, kept.added_by_id, bool(kept.blob)) == ("photo.jpg", None, None, False)
    assert not Fact.objects.exists()
    assert Image.open(open_file(kept)).size == (40, 20)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="rows of PostgreSQL have no row id")
def test_the_place_of_photos_in_the_database_tells_no_order(cast):
    kept = [keep_file(cast.station, upload(photo()), by=None, anonymous=True).pk.hex for _again in range(8)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM trail_file ORDER BY rowid")
        by_place = [key for (key,) in cursor.fetchall()]
    assert sorted(by_place) == sorted(kept)
    assert by_place != kept


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (b"%PDF-1.7\n...\n%%EOF\n", "plan.pdf", "application/pdf"),
        ("größe;1,5\n".encode("cp1252"), "list.csv", "text/csv"),
        ("שלום 😀".encode(), "notes", "text/plain"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR", "x.ics", "text/calendar"),
        (office("[Content_Types].xml", "xl/workbook.xml"), "t.xlsx", "spreadsheetml"),
        (office("[Content_Types].xml", "word/document.xml"), "t.docx", "wordprocessingml"),
        (office("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "t.odt", "oasis"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_papers_of_daily_work_are_kept_as_they_are(cast, content, name, content_type):
    kept = keep_file(cast.station, upload(content, name), by=cast.tomas)
    assert content_type in kept.content_type
    assert open_file(kept).read() == content


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"", "a.jpg", "empty"),
        (photo()[:300], "a.jpg", "half sent"),
        (photo(kind="PNG")[:60], "a.png", "half sent"),
        (b"%PDF-1.7 half", "a.pdf", "half sent"),
        (office("[Content_Types].xml", "xl/a")[:40], "a.xlsx", "half sent"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 90, "a.heic", "HEIC"),
        (b"\xef\xbb\xbf <svg onload=alert(1)>", "a.png", "SVG"),
        (b"<!DOCTYPE html><script>", "a.txt", "HTML"),
        (b"MZ\x90\x00\x03", "a.pdf", "type"),
        (office("a.exe"), "a.zip", "type"),
        (office("[Content_Types].xml", "xl/vbaProject.bin"), "a.xlsx", "macro"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # bytes differ from run to run
)
def test_what_cannot_be_kept_is_refused_in_words_and_nothing_is_stored(cast, content, name, word):
    with pytest.raises(FileRefused, match=word):
        keep_file(cast.station, upload(content, name), by=cast.tomas)
    assert not File.objects.exists()
    assert not Fact.objects.exists()


def test_a_file_that_is_too_large_is_refused_with_the_limit(cast, settings):
    settings.GENBA_UPLOAD_BYTES = 2 * 1024 * 1024
    with pytest.raises(FileRefused, match="up to 2 MB"):
        keep_file(cast.station, upload(b"a" * (2 * 1024 * 1024 + 1), "a.txt"), by=cast.tomas)


def test_a_picture_that_unpacks_to_a_gigantic_one_is_refused(cast):
    bomb = photo((9000, 9000), kind="PNG")
    assert len(bomb) < 1_000_000
    with pytest.raises(FileRefused, match="too many pixels"):
        keep_file(cast.station, upload(bomb, "a.png"), by=cast.tomas)


def test_a_huge_photo_comes_out_at_most_4096_pixels_long(cast):
    kept = keep_file(cast.station, upload(photo((8000, 5000))), by=cast.tomas)
    assert max(Image.open(open_file(kept)).size) <= 4096


@pytest.mark.parametrize(
    ("content", "name"), [(b"%PDF-1.7\n%%EOF", "a.pdf"), (b"words", "a.txt"), (b"MZ\x90\0", "a.exe")]
)
def test_without_a_name_only_pictures_are_taken(cast, content, name):
    with pytest.raises(FileRefused, match="Only pictures are taken here"):
        keep_file(cast.station, upload(content, name), by=None, anonymous=True)


@pytest.mark.parametrize("kind", ["WEBP", "GIF"])
def test_other_kinds_of_picture_become_jpeg(cast, kind):
    kept = keep_file(cast.station, upload(photo(kind=kind), f"a.{kind.lower()}"), by=cast.tomas)
    assert (kept.content_type, kept.name) == ("image/jpeg", "a.jpg")


def test_a_kept_file_is_on_the_disk_before_it_is_said_to_be_kept(cast, monkeypatch):
    written = []
    monkeypatch.setattr("genba.trail.storage.os.fsync", written.append)
    kept = keep_file(cast.station, upload(b"words", "a.txt"), by=cast.tomas)
    assert len(written) == 3  # the file, its folder, and the folder that holds that one
    assert open_file(kept).read() == b"words"


def test_a_picture_that_was_checked_is_not_painted_a_second_time(cast, monkeypatch):
    times = []
    monkeypatch.setattr("genba.trail.files.repaint", lambda given: times.append(1) or repaint(given))
    sent = upload(photo())
    check_file(sent)
    kept = keep_file(cast.station, sent, by=cast.tomas)
    assert (len(times), Image.open(open_file(kept)).size) == (1, (40, 20))
