"""A small picture to send."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def a_picture(name="step.png", size=(60, 40)):
    out = io.BytesIO()
    Image.new("RGB", size, (61, 79, 214)).save(out, format="PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")
