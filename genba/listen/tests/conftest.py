import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from genba.listen.admission import Copy, admit
from genba.listen.models import Original, Report
from genba.listen.models.report import week_of
from genba.listen.tests.phone import house, phone, stored

__all__ = ["house", "phone", "stored"]


@pytest.fixture
def tell_us(client):
    """Somebody without a sign-in fills in the form of one sentence."""

    def send(text="The guard at the press is loose.", **more):
        return client.post("/report/", {"text": text, "idempotency_key": "a" * 32, **more})

    return send


@pytest.fixture
def admitted(cast, tell_us):
    """Somebody says something without a sign-in, and its words are admitted as they are."""

    def send(text="The guard at the press is loose.", **more):
        response = tell_us(text, **more)
        original = Original.objects.get(state="waiting")
        return response, admit(original, Copy(text))

    return send


@pytest.fixture
def make_report(cast):
    """A report that came some days ago, named unless `reporter` is None."""

    def make(text="The guard is loose.", *, days=0, **more):
        now = timezone.now() - timedelta(days=days)
        reporter = more.pop("reporter", cast.tomas)
        more.setdefault("team", cast.line)
        return Report.objects.create(
            text=text,
            reporter=reporter,
            received_on=now.date() if reporter else week_of(now.date()),
            received_at=now if reporter else None,
            **more,
        )

    return make


@pytest.fixture
def photo():
    """A photo as a phone sends it."""

    def make(name="IMG_20261122_061500.jpg", size=(64, 48), comment=b"taken by Tomas"):
        out = io.BytesIO()
        Image.new("RGB", size, "teal").save(out, "JPEG", comment=comment)
        return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")

    return make
