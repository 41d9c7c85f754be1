"""The instance on which `receipt_timing.py` measures."""

import time
from datetime import timedelta

from django.core.management import call_command
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from genba.listen.intake import Said, receive
from genba.listen.models import Original
from genba.listen.models.report import week_of
from genba.listen.receipt import keys_of, make_receipt
from genba.listen.tasks import forget_originals
from genba.people.models import Membership, Organisation, Person, Site, Team

WORDS = "The guard at the press is loose, as it was last week."
client = Client(SERVER_NAME="localhost")


def prepare(*, each: int) -> None:
    """An organisation with some originals that stay, so that there is something to look through."""
    call_command("migrate", verbosity=0)
    organisation = Organisation.objects.create(name="Riverside")
    team = Team.objects.create(site=Site.objects.create(name="Works"), name="Line 4")
    person = Person.objects.create_user("tomas@example.org", f"Tomas of {organisation.name}")
    Membership.objects.create(person=person, team=team)
    for _ in range(each):
        receive(Said(WORDS))


def of_each_kind(each: int) -> dict[str, list[str]]:
    """Receipts that were never given out, that have expired, and whose originals were deleted."""
    unknown = [make_receipt(client_key="", words="") for _ in range(each)]
    expired, deleted = [[receive(Said(WORDS)) for _ in range(each)] for _kind in range(2)]
    long_ago = week_of(timezone.localdate() - timedelta(days=400))
    _those(expired).update(last_week=long_ago, state=Original.State.SET_ASIDE)
    forget_originals.call()
    _those(deleted).delete()
    return {
        "unknown": unknown,
        "expired": [one.receipt for one in expired],
        "deleted": [one.receipt for one in deleted],
    }


def _those(received: list) -> QuerySet[Original]:
    return Original.objects.filter(pk__in=[one.record.pk for one in received])


def ask(receipt: str) -> bytes:
    """Come back with a receipt; the page."""
    return client.post("/receipt/", {"receipt": receipt}).content


def costs(each: int) -> dict[str, list[float]]:
    """Seconds of an anonymous report, a named one, and one run of Argon2id, in turns."""
    named = Client(SERVER_NAME="localhost")
    named.force_login(
        Person.objects.get(email="tomas@example.org"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    seconds: dict[str, list[float]] = {"anonymous": [], "named": [], "argon2": []}
    for number in range(each):
        words = {"text": f"{WORDS} {number}"}
        for name, act in (
            ("anonymous", lambda words=words: client.post("/report/", words)),
            ("named", lambda words=words: named.post("/report/", {**words, "sender": "person"})),
            ("argon2", lambda: keys_of("0" * 17)),
        ):
            begun = time.process_time()
            answer = act()
            seconds[name].append(time.process_time() - begun)
            assert getattr(answer, "status_code", 200) == 200, answer.content
    return seconds
