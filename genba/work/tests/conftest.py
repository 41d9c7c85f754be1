import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


@pytest.fixture
def photo():
    """A photo as a phone sends it."""

    def make(name="IMG_20261122_061500.jpg"):
        out = io.BytesIO()
        Image.new("RGB", (64, 48), "teal").save(out, "JPEG")
        return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")

    return make
