"""A check with a picture at its step."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from genba.trail.files import keep_file
from genba.work.models import Process
from genba.work.steps import steps_from
from genba.work.tests.factory import make_draft
from genba.work.writing import put_in_force, write


def make_pictured(cast):
    """A check whose first step has a picture."""
    version = make_draft(cast, title="Seal check", process=Process.objects.get(), is_check=True)
    picture = io.BytesIO()
    Image.effect_noise((600, 400), 90).save(picture, "PNG")
    upload = SimpleUploadedFile("seal.png", picture.getvalue(), "image/png")
    with transaction.atomic():
        kept = keep_file(version, upload, by=cast.amira)
    steps = [{"key": "look", "what": "Look at the seal", "picture": str(kept.pk)}]
    write(version, by=cast.amira, steps=steps_from(steps))
    put_in_force(version, by=cast.quentin)
    version.refresh_from_db()
    return version
