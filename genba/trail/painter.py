"""Paints a picture anew, in a process of its own that can do nothing else. `pictures.py` starts it.

The picture comes in by standard input and goes out by standard output, after a line with its format. How it
ended is the exit code. Whatever hides in a picture meets a process without secrets, without Django, which
from then on opens no file and no connection, writes no more than the painting and dies when it takes too
much memory or time.
"""

import errno
import io
import sys
from importlib import import_module

from PIL import Image, ImageCms, ImageOps

from genba.trail.closing import close_the_doors

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")  # and MPO, the JPEG of two-eyed cameras
#: What Pillow would load when it needs it first; then it could open no file any more.
LOADED_AHEAD = ("copy", *(f"PIL.{kind}ImagePlugin" for kind in ("Gif", "Jpeg", "Mpo", "Png", "Tiff", "WebP")))
LONGEST_SIDE = 4096
MOST_PIXELS = 64_000_000
MOST_PIXELS_AT_ONCE = 32_000_000  # only JPEG can be read at half its size; the rest must fit into memory
QUALITY = 85

PROCESSOR_SECONDS = 10
PAINTING_BYTES = 48 * 1024 * 1024

PAINTED, DAMAGED, TOO_LARGE = 0, 3, 4


class TooLargeError(Exception):
    """More pixels than fit into the memory that is allowed."""


def main() -> int:
    """Paint what comes in. The code says how it went."""
    Image.preinit()
    for module in LOADED_AHEAD:
        import_module(module)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    close_the_doors(seconds=PROCESSOR_SECONDS, output=PAINTING_BYTES)
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=FORMATS) as given:
            _guard(given)
            kind, content = _encode(_bare(given))
        if len(content) > PAINTING_BYTES - 100:
            return TOO_LARGE
        sys.stdout.buffer.write(kind + b"\n" + content)
        sys.stdout.buffer.flush()
    except (TooLargeError, Image.DecompressionBombError, MemoryError):
        return TOO_LARGE
    except (OSError, SyntaxError, ValueError, EOFError) as trouble:
        if getattr(trouble, "errno", None) == errno.EMFILE:  # Pillow wanted to load more: ours to put right
            raise
        return DAMAGED
    return PAINTED


def _guard(given: Image.Image) -> None:
    pixels = given.width * given.height
    if pixels > MOST_PIXELS:
        raise TooLargeError
    if pixels > MOST_PIXELS_AT_ONCE:
        if given.format not in {"JPEG", "MPO"}:
            raise TooLargeError
        given.draft(None, (LONGEST_SIDE // 2, LONGEST_SIDE // 2))


def _bare(given: Image.Image) -> Image.Image:
    """The pixels in plain colours, in an image that has never known the original's notes."""
    given.load()
    given.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # first of all, because every copy costs memory
    upright = ImageOps.exif_transpose(given)
    has_holes = upright.has_transparency_data
    plain = _in_common_colours(upright).convert("RGBA" if has_holes else "RGB")
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _in_common_colours(image: Image.Image) -> Image.Image:
    """In sRGB: the colour profile stays behind, because it names the make of the camera."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return image
    try:
        camera = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        common = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, camera, common, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError):  # a broken profile spoils the colours a little, not the picture
        return image


def _encode(bare: Image.Image) -> tuple[bytes, bytes]:
    out = io.BytesIO()
    if bare.mode == "RGBA":
        bare.save(out, "PNG", optimize=False)
        return b"png", out.getvalue()
    bare.save(out, "JPEG", quality=QUALITY, progressive=True)
    return b"jpg", out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
