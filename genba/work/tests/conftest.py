import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from genba.work.models import Run
from genba.work.tests.factory import make_procedure


@pytest.fixture
def photo():
    """A photo as a phone sends it."""

    def make(name="IMG_20261122_061500.jpg"):
        out = io.BytesIO()
        Image.new("RGB", (64, 48), "teal").save(out, "JPEG")
        return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")

    return make


@pytest.fixture
def check(cast):
    return make_procedure(cast, is_check=True)


@pytest.fixture
def tomas(cast, sign_in):
    return sign_in(cast.tomas)


@pytest.fixture
def begun(check, tomas):
    """A run that Tomas has begun without scripts."""
    tomas.post(reverse("work:check_run", args=[check.pk]))
    return Run.objects.get()
