"""Looks at a released database after it was brought to today's. Runs inside today's Genba.

Given to `genba manage shell` by `test_upgrade.py`; prints what is there, as JSON. What is read through doors
is read through doors, so that it stands whatever the tables are called by then.
"""

import hashlib
import html
import json
import os
import sys

from django.db import connection
from django.test import Client

from genba.listen.models import Report
from genba.people.models import Person
from genba.trail.files import open_file
from genba.trail.models import File

KNOWN = json.loads(os.environ["GENBA_KNOWN"])
FACTS = """
SELECT id, CAST(at AS TEXT), name, subject_kind, subject_id, by_id, CAST(data AS TEXT) FROM trail_fact
ORDER BY id
"""
DOORS = ["/", "/inbox/", "/loop/", "/wall/", "/search/?q=label", "/notifications/", "/worker/", "/settings/"]
DOORS += ["/boards/", "/report/", "/receipt/", "/health/"]


def browser(person=None) -> Client:
    client = Client(SERVER_NAME="localhost", raise_request_exception=True)
    if person is not None:
        client.force_login(person)
    return client


def found() -> dict:
    quality = Person.objects.get(email=KNOWN["person"]["email"])
    return {
        "rows": {table: count(table) for table in KNOWN["rows"] if table in tables()},
        "facts": facts(),
        "words": fingerprint(sorted(Report.objects.values_list("text", flat=True))),
        "threads": {known["receipt"]: thread(known["receipt"]) for known in KNOWN["receipts"]},
        "named": page(quality, f"/reports/{KNOWN['named']['key']}/")[1],
        "files": {key: sha256(open_file(File.objects.get(pk=key)).read()) for key in KNOWN["files"]},
        "opened": {key: page(quality, f"/files/{key}/")[0] for key in KNOWN["files"]},
        "signs_in": signs_in(**KNOWN["person"]),
        "doors": {
            f"{path} as {person}": page(person, path)[0]
            for person in [*Person.objects.order_by("pk")[:8], quality]
            for path in DOORS
        },
    }


def page(person, path: str) -> tuple[int, str]:
    answer = browser(person).get(path)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, html.unescape(content.decode(errors="replace"))


def thread(receipt: str) -> str:
    answer = browser().post("/receipt/", {"receipt": receipt})
    return html.unescape(answer.content.decode())


def signs_in(email: str, password: str) -> bool:
    answer = browser().post("/account/login/", {"login": email, "password": password})
    return answer.status_code == 302


def tables() -> set[str]:
    return set(connection.introspection.table_names())


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
        return cursor.fetchone()[0]


def facts() -> dict:
    """The facts that were there when it was kept; later ones may follow them."""
    with connection.cursor() as cursor:
        cursor.execute(FACTS)
        return fingerprint([list(row) for row in cursor.fetchmany(KNOWN["facts"]["count"])])


def fingerprint(rows: list) -> dict:
    return {"count": len(rows), "sha256": sha256(json.dumps(rows, ensure_ascii=False).encode())}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


sys.stdout.write(json.dumps(found()))
