"""What is lived in a released instance before its state is kept. Runs inside *that* version of Genba.

Given to `genba manage shell` by `make.py`; prints what must still be true after every upgrade, as JSON.
"""

import hashlib
import io
import json
import sys
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from genba.front import demo
from genba.front.demonstration import history
from genba.improve.models import Card
from genba.listen import triage
from genba.listen.intake import Said, receive
from genba.listen.models import Report
from genba.people.models import Person, Place
from genba.trail.files import keep_file
from genba.trail.models import File

PASSWORD = "as it was typed on the first day"
FACTS = """
SELECT id, CAST(at AS TEXT), name, subject_kind, subject_id, by_id, CAST(data AS TEXT) FROM trail_fact
ORDER BY id
"""


def photo(colour: str) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (48, 32), colour).save(content, "PNG")
    return SimpleUploadedFile("photo.png", content.getvalue(), "image/png")


def live() -> dict:
    history.LENGTH = timedelta(days=120)  # all of the eighteen months would be too large to keep here
    demo.load()
    quality = Person.objects.filter(is_quality=True).first()
    quality.set_password(PASSWORD)
    quality.save()
    return {
        "person": {"email": quality.email, "password": PASSWORD},
        "receipts": [*speak_without_a_name(quality)],
        "named": speak_with_a_name(quality),
    }


def speak_without_a_name(quality):
    place = Place.objects.first()
    waiting = Said(
        text="The guard of the press is tied up. 安全 ⚠ „so“ \u2066שלום\u2069", severity="high", place=place
    )
    yield told(receive(waiting))
    with_photo = receive(Said(text="Look at this crack.", place=place, photo=photo("red")))
    yield told(with_photo)
    answered = receive(Said(text="Nobody tells us the plan for the week.", name="Somebody from nights"))
    triage.answer(answered.report, words="From Monday it hangs at the door.", by=quality)
    triage.write_again(answered.report, words="It does, thank you!")
    triage.write_note(answered.report, text="Ask the night shift in a month.", by=quality)
    yield told(answered, "From Monday it hangs at the door.", "It does, thank you!")
    done = receive(Said(text="Labels peel off in the cold store."))
    triage.answer(done.report, words="We try another glue.", by=quality)
    triage.publish_outcome(done.report, words="Another glue.", on_wall=True, by=quality, said="Labels")
    yield told(done, "We try another glue.", "Another glue.")


def told(received, *answers: str) -> dict:
    return {"receipt": received.receipt, "words": received.report.text, "reads": list(answers)}


def speak_with_a_name(quality) -> dict:
    received = receive(Said(text="The scale drifts by 3 g.", photo=photo("blue")), by=quality)
    keep_file(Card.objects.first(), photo("green"), by=quality)
    return {"key": received.report.pk, "words": received.report.text}


def state() -> dict:
    files = {str(file.pk): file.sha256 for file in File.objects.order_by("pk")}
    words = sorted(Report.objects.values_list("text", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(FACTS)
        facts = [list(row) for row in cursor.fetchall()]
    return {"files": files, "facts": fingerprint(facts), "words": fingerprint(words)}


def fingerprint(rows: list) -> dict:
    content = json.dumps(rows, ensure_ascii=False).encode()
    return {"count": len(rows), "sha256": hashlib.sha256(content).hexdigest()}


sys.stdout.write(json.dumps({**live(), **state()}))
