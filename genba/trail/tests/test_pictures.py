"""Pictures made to do harm, and pictures that tell too much, in every format."""

import io
import resource
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, PngImagePlugin
from PIL.ExifTags import IFD, Base

from genba.trail import painter, pictures
from genba.trail.pictures import FileRefused, PainterBrokenError, repaint

pytestmark = pytest.mark.once
SECRET = b"Tomas Berg, SecretCam, 59.33 N"
HALF_A_GIGABYTE = 512 * 1024
HOUSE = str(Path(painter.__file__).parents[2])


def made(kind, mode="RGB", size=(40, 20), **extra):
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **extra)
    return out.getvalue()


def chunk(name, content):
    whole = name + content
    return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))


def png_with(*chunks, size=(8, 8)):
    """A PNG of one colour with chunks of our own in front of the pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0))
    row = b"\0" + b"\0\0\0" * size[0]
    packer = zlib.compressobj(9)
    pixels = b"".join(packer.compress(row) for _ in range(size[1])) + packer.flush()
    start = b"\x89PNG\r\n\x1a\n"
    return start + head + b"".join(chunks) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def animated(kind, frames, size=(64, 64)):
    out = io.BytesIO()
    shades = [Image.new("L", size, number % 256) for number in range(frames)]
    shades[0].save(out, kind, save_all=True, append_images=shades[1:], duration=1)
    return out.getvalue()


def jpeg_with_a_large_profile():
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[128:132] = struct.pack(">I", 0x7FFFFFFF)  # two thousand million tags
    return made("JPEG", icc_profile=bytes(profile) + b"\xff" * 4_000_000)


BOMBS = {
    "png of 81 million": lambda: made("PNG", "1", (9000, 9000)),
    "png that claims the largest size": lambda: png_with(size=(1, 1)).replace(
        struct.pack(">II", 1, 1), struct.pack(">II", 2**31 - 1, 2**31 - 1), 1
    ),
    "png with words that unpack to 100 MB": lambda: png_with(
        chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 100_000_000, 9))
    ),
    "png with many words": lambda: png_with(
        *[chunk(b"zTXt", b"%d\0\0" % n + zlib.compress(b"x" * 1_000_000)) for n in range(80)]
    ),
    "png with a profile that unpacks to 100 MB": lambda: png_with(
        chunk(b"iCCP", b"a\0\0" + zlib.compress(b"x" * 100_000_000, 9))
    ),
    "jpeg of 4 gigapixels": lambda: made("JPEG").replace(
        struct.pack(">HH", 20, 40), struct.pack(">HH", 65500, 65500), 1
    ),
    "gif of 4 gigapixels": lambda: b"GIF89a" + struct.pack("<HH", 65535, 65535) + made("GIF")[10:],
    "webp of 67 million": lambda: made("WEBP", "L", (8200, 8200), lossless=True, method=0, quality=0),
    "transparent webp of 31 million": lambda: made("WEBP", "RGBA", (5600, 5600), lossless=True, method=0),
    "half a jpeg": lambda: made("JPEG", size=(900, 900))[:-900],
    "half a png": lambda: made("PNG", "RGBA", size=(900, 900))[:-200],
    "half a webp": lambda: made("WEBP", size=(900, 900))[:-60],
    "half a gif": lambda: made("GIF", "L", size=(900, 900))[:-900],
    "a page that says it is a gif": lambda: b"GIF89a/*<script>alert(1)</script>*/=1;",
    "a drawing": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "postscript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n",
    "nothing": lambda: b"",
}


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_picture_made_to_do_harm_is_refused_in_words_within_its_memory(bomb, tmp_path):
    content = bomb()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FileRefused, match=r"pixels|damaged|too much work"):
        repaint(io.BytesIO(content))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * 1024
    assert most_memory(content, tmp_path) < HALF_A_GIGABYTE


BORNE = {
    "a gif of 3,000 frames": lambda: animated("GIF", 3000),
    "a webp of 300 frames": lambda: animated("WEBP", 300),
    "a png of 300 frames": lambda: animated("PNG", 300),
    "a jpeg with a bad profile": jpeg_with_a_large_profile,
    "a jpeg with a program behind it": lambda: made("JPEG") + b"PK\x03\x04<script>alert(1)</script>" * 99,
    "a jpeg of 63 million": lambda: made("JPEG", size=(7900, 8000), progressive=True),
    "a transparent png of 31 million": lambda: made("PNG", "RGBA", (5600, 5600)),
}


@pytest.mark.slow
@pytest.mark.parametrize("given", BORNE.values(), ids=BORNE.keys())
def test_an_odd_picture_comes_out_as_a_plain_one_within_its_memory(given, tmp_path):
    content = given()
    picture = repaint(io.BytesIO(content))
    with Image.open(io.BytesIO(picture.content)) as seen:
        assert getattr(seen, "n_frames", 1) == 1
        assert max(seen.size) <= painter.LONGEST_SIDE
    assert b"script" not in picture.content
    assert most_memory(content, tmp_path) < HALF_A_GIGABYTE


def most_memory(content, folder):
    """How many KB the painter held at most; asked for by a small process, since children inherit peaks."""
    (folder / "given").write_bytes(content)
    asked = (
        "import os, resource, subprocess, sys\n"
        "painter, given, house = sys.argv[1:]\n"
        "command, only = [sys.executable, '-P', painter], {'PYTHONPATH': house}\n"
        "subprocess.run(command, env=only, stdin=open(given), stdout=open(os.devnull, 'w'))\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-I", "-c", asked, str(pictures.PAINTER), str(folder / "given"), HOUSE]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def notes(kind):
    """Everything in which a device could name itself, its owner or its place."""
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Artist], exif[Base.Orientation] = "SecretCam", SECRET.decode(), 6
    exif.get_ifd(IFD.GPSInfo).update({1: "N", 2: (59.0, 33.0, 0.0)})
    exif.get_ifd(IFD.Exif)[Base.UserComment] = SECRET
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    if kind == "GIF":
        return {"comment": SECRET}
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Author", SECRET.decode())
        words.add_text("Place", SECRET.decode(), zip=True)
        words.add_itxt("XML:com.adobe.xmp", xmp.decode())
        return {"exif": exif, "pnginfo": words}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    more = {"exif": exif, "xmp": xmp, "icc_profile": profile}
    return more if kind == "WEBP" else {**more, "comment": SECRET}


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L"])
@pytest.mark.parametrize("kind", ["JPEG", "MPO", "PNG", "WEBP", "GIF"])
def test_nothing_that_a_device_wrote_comes_along(kind, mode):
    if kind in {"JPEG", "MPO"} and mode in {"RGBA", "P"}:
        mode = "CMYK" if mode == "P" else "RGB"
    given = made(kind, mode, **notes(kind))
    picture = repaint(io.BytesIO(given + SECRET))
    with Image.open(io.BytesIO(picture.content)) as seen:
        assert not {"exif", "comment", "xmp", "icc_profile", "Author", "Place", "photoshop"} & set(seen.info)
        assert not seen.getexif()
        assert seen.size == ((40, 20) if kind == "GIF" else (20, 40))
    for told in (b"Tomas", b"SecretCam", b"Exif", b"adobe", b"ICC_PROFILE", b"MPF"):
        assert told not in picture.content


def test_the_painter_starts_without_django_and_can_open_nothing():
    asked = (
        f"import sys; sys.path.insert(0, {HOUSE!r}); from genba.trail import painter; import os, socket\n"
        "painter.close_the_doors(seconds=10, output=1000)\n"
        "ours = {'genba', 'genba.trail', 'genba.trail.painter', 'genba.trail.closing'}\n"
        "assert {name for name in sys.modules if name.split('.')[0] in ('django', 'genba')} == ours\n"
        "for trial in (lambda: open('/etc/hostname'), socket.socket, os.pipe):\n"
        "    try: trial()\n"
        "    except OSError as trouble: print(trouble.errno, end=' ')\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", asked], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["24", "24", "24"], done.stderr


def painter_that(monkeypatch, tmp_path, code):
    (tmp_path / "painter.py").write_text(code)
    monkeypatch.setattr(pictures, "PAINTER", tmp_path / "painter.py")


@pytest.mark.parametrize("code", ["import os; os.kill(os.getpid(), 9)", "import time; time.sleep(60)"])
def test_a_painter_that_is_killed_or_never_ends_is_said_in_words(monkeypatch, tmp_path, code):
    monkeypatch.setattr(pictures, "SECONDS_TO_PAINT", 1)
    painter_that(monkeypatch, tmp_path, code)
    with pytest.raises(FileRefused, match="too much work"):
        repaint(io.BytesIO(made("JPEG")))


def test_a_painter_that_uses_the_processor_for_too_long_is_killed(monkeypatch, tmp_path):
    code = "import resource as r; r.setrlimit(r.RLIMIT_CPU, (1, 1))\nwhile True: pass"
    painter_that(monkeypatch, tmp_path, code)
    with pytest.raises(FileRefused, match="too much work"):
        repaint(io.BytesIO(made("JPEG")))
    assert painter.PROCESSOR_SECONDS < pictures.SECONDS_TO_PAINT


def test_a_painter_that_does_not_work_here_is_our_fault_and_not_the_senders(monkeypatch, tmp_path):
    painter_that(monkeypatch, tmp_path, "import a_module_that_is_missing")
    with pytest.raises(PainterBrokenError, match="code 1"):
        repaint(io.BytesIO(made("JPEG")))


def test_both_sides_mean_the_same_by_the_codes():
    assert (painter.DAMAGED, painter.TOO_LARGE) == (pictures.DAMAGED_CODE, pictures.TOO_LARGE_CODE)
