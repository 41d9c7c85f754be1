"""What was acknowledged, compared with what is stored and what was sent."""

import json
import re
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

import requests

from tests.crash.house import House
from tests.crash.people import Said
from tests.crash.sink import MailSink

STORED = """
import json
from collections import Counter
from django.db import connection
from django_tasks_db.models import DBTaskResult
from genba.front.models import Notification
from genba.listen.models import Original, Report
from genba.trail.models import Fact
whole = "ok"
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        whole = cursor.fetchone()[0]
named = list(Report.objects.exclude(reporter=None).values_list("text", "pk"))
dangers = Notification.objects.filter(code="danger")
print("STORED" + json.dumps({
    "whole": whole,
    "texts": named,
    "anonymous": Original.objects.count(),
    "admitted": Report.objects.filter(reporter=None).count(),
    "facts": list(Fact.objects.filter(name="listen.report_received").values_list("subject_id", flat=True)),
    "notices": list(dangers.values_list("subject_id", "fact_id", "times", "person__email", "pk")),
    "jobs": dict(Counter(DBTaskResult.objects.values_list("status", flat=True))),
    "failed": list(DBTaskResult.objects.filter(status="FAILED").values_list("task_path", "traceback")),
    "left": [
        [one.task_path, one.status, str(one.started_at), one.worker_ids, str(one.run_after)]
        for one in DBTaskResult.objects.exclude(status__in=["FAILED", "SUCCESSFUL"])
    ],
}))
"""


def stored_in(house: House) -> dict[str, Any]:
    said = house.instance.python(STORED)
    found: dict[str, Any] = json.loads(said.partition("STORED")[2])
    return found


def wait_until_all_is_done(house: House, seconds: float = 90) -> dict[str, Any]:
    """Until no job waits or runs. What is put off for a quarter of a minute counts as waiting."""
    deadline = time.monotonic() + seconds
    while True:
        found = stored_in(house)
        if not {"READY", "RUNNING"} & set(found["jobs"]) or time.monotonic() > deadline:
            return found
        time.sleep(1)


def faults(stored: dict[str, Any], said: list[Said], sink: MailSink, *, lead: str) -> list[str]:
    """Every difference between what was promised and what is there, in words. Empty is good."""
    named = [one for one in said if one.way.startswith("named")]
    hidden = [one for one in said if one.way.startswith("anonymous")]
    texts = Counter(text for text, _number in stored["texts"])
    numbers = {text: str(number) for text, number in stored["texts"]}
    found = [] if stored["whole"] == "ok" else [f"the database is damaged: {stored['whole']}"]
    found += _once("report", [one.words for one in named], texts)
    found += _once("fact", [numbers.get(one.words, "?") for one in named], Counter(stored["facts"]))
    if stored["anonymous"] != len(hidden):
        found.append(f"{stored['anonymous']} anonymous reports are stored, {len(hidden)} were acknowledged")
    if stored["admitted"] != (warned := len([one for one in hidden if one.danger])):
        found.append(f"{stored['admitted']} warnings were admitted, {warned} were acknowledged")
    if len({one.receipt for one in hidden}) != len(hidden):
        found.append("two anonymous reports share a receipt")
    if set(stored["jobs"]) - {"SUCCESSFUL"}:
        found.append(f"jobs are left: {stored['jobs']} {stored['failed']} {stored['left']}")
    dangers = [numbers.get(one.words, "?") for one in named if one.danger]
    notices = Counter(
        number
        for number, fact, _times, email, _key in stored["notices"]
        if email == lead and fact is not None
    )
    found += _once("notice", dangers, notices)
    found += [f"a notice came {times} times" for _n, _f, times, _e, _k in stored["notices"] if times != 1]
    about = {str(key): number for number, _fact, _times, _email, key in stored["notices"]}
    mailed = Counter(
        about[key]
        for to, mail in sink.once_each()
        for key in re.findall(r"/notifications/(\d+)/", mail.get_body(("plain",)).get_content())
        if to == lead and about.get(key) in notices
    )
    return found + _once("mail", dangers, mailed)


def _once(what: str, promised: Iterable[str], there: "Counter[str]") -> list[str]:
    promised = list(promised)
    lost = [one for one in promised if not there[one]]
    doubled = [one for one, count in there.items() if count > 1]
    extra = [one for one in there if one not in set(promised)]
    return [
        f"{what} {how}: {len(some)} of {len(promised)}, for example {some[0]}"
        for how, some in (("lost", lost), ("doubled", doubled), ("not promised", extra))
        if some
    ]


def receipts_that_open_nothing(house: House, said: list[Said]) -> list[str]:
    """Receipts with which the reporter does not find their own words again."""
    lost = []
    for one in said:
        if one.way.startswith("anonymous"):
            page = requests.post(f"{house.address}/receipt/", data={"receipt": one.receipt}, timeout=30)
            if page.status_code != 200 or one.words not in page.text:
                lost.append(f"{one.receipt} opens nothing ({page.status_code})")
    return lost
