"""Pictures are painted anew from their pixels, so that nothing the camera wrote about itself comes along."""

import io
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from genba.trail.refusal import FileRefused

LONGEST_SIDE = 4096
MOST_PIXELS = 64_000_000
MOST_PIXELS_AT_ONCE = 32_000_000  # only JPEG can be read at half its size; the rest must fit into memory
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")

Image.MAX_IMAGE_PIXELS = MOST_PIXELS

DAMAGED = _("This picture is damaged or was only half sent. Please take or choose it again.")
TOO_MANY_PIXELS = _("This picture has too many pixels for us. Please send a smaller one.")


@dataclass(frozen=True)
class Picture:
    """A picture made by us."""

    content: bytes
    content_type: str
    ending: str


def repaint(source: IO[bytes]) -> Picture:
    """A new picture with the same pixels, turned upright, at most 4096 pixels long, without any note in it.

    Raises FileRefused, with a sentence for the sender, for damaged and for gigantic pictures.
    """
    try:
        with Image.open(source, formats=FORMATS) as given:
            _guard(given)
            return _encode(_bare(given))
    except Image.DecompressionBombError as trouble:
        raise FileRefused(TOO_MANY_PIXELS) from trouble
    except (OSError, SyntaxError, ValueError, EOFError, UnidentifiedImageError) as trouble:
        raise FileRefused(DAMAGED) from trouble


def _guard(given: Image.Image) -> None:
    pixels = given.width * given.height
    if pixels > MOST_PIXELS:
        raise FileRefused(TOO_MANY_PIXELS)
    if pixels > MOST_PIXELS_AT_ONCE:
        if given.format not in {"JPEG", "MPO"}:
            raise FileRefused(TOO_MANY_PIXELS)
        given.draft(None, (LONGEST_SIDE // 2, LONGEST_SIDE // 2))


def _bare(given: Image.Image) -> Image.Image:
    """The pixels in plain colours, in an image that has never known the original's notes."""
    given.load()
    upright = ImageOps.exif_transpose(given)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
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
        return (
            ImageCms.profileToProfile(image, camera, ImageCms.createProfile("sRGB"), outputMode="RGB")
            or image
        )
    except ImageCms.PyCMSError:
        return image


def _encode(bare: Image.Image) -> Picture:
    out = io.BytesIO()
    if bare.mode == "RGBA":
        bare.save(out, "PNG", optimize=False)
        return Picture(out.getvalue(), "image/png", "png")
    bare.save(out, "JPEG", quality=QUALITY, progressive=True)
    return Picture(out.getvalue(), "image/jpeg", "jpg")
