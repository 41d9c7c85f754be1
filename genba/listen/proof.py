"""Proof of work: a sender's device does a small sum, so that a flood is dear and nobody has to be known.

The protocol is ALTCHA's first (SHA-256): find the number whose hash together with the salt is the challenge.
Whoever solved it sends the number back; challenge and salt carry our signature and their own end, and each
counts once.
"""

import base64
import binascii
import hmac
import json
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from altcha.v1 import ChallengeOptions, Payload, PayloadType, create_challenge, verify_solution
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from genba.listen.models import SpentChallenge
from genba.listen.models.report import week_of

LIFE = timedelta(hours=1)
#: The number is found after 50,000 hashes on average: about a second on a cheap phone, 0.1 s on a desk.
HIGHEST_NUMBER = 100_000
LONGEST_PAYLOAD = 2000
FIELDS = {"algorithm": str, "challenge": str, "salt": str, "signature": str, "number": int}


class Unproven(Exception):  # noqa: N818  (an answer to the sender, not a fault)
    """The solution is wrong, too old or was used before; the sentence says what to do."""


def new_challenge(*, now: datetime) -> dict[str, Any]:
    """A challenge that may be solved within the hour: `algorithm challenge maxNumber salt signature`."""
    options = ChallengeOptions(
        algorithm="SHA-256", max_number=HIGHEST_NUMBER, hmac_key=_key("sign"), expires=now + LIFE
    )
    return create_challenge(options).to_dict()


def spend(solution: str, *, now: datetime) -> None:
    """Use up a solution (base64 of the payload as JSON). Raises Unproven, and then nothing was used up."""
    payload = _read(solution)
    _salt, end, _more = payload.parse_salt()
    is_right, _why = verify_solution(payload, _key("sign"), check_expires=False)
    if not is_right or end is None:
        raise Unproven(_("The check against floods of reports failed. Please send it once more."))
    if end < now.timestamp():
        raise Unproven(_("This page was open for so long that a check ran out. Please send it once more."))
    digest = hmac.digest(_key("spend"), payload.challenge.encode(), "sha256").hex()
    forget_on = week_of(now.date()) + timedelta(days=14)
    with transaction.atomic(durable=True):
        is_first = SpentChallenge.objects.spend(digest, forget_on=forget_on)
    if not is_first:
        raise Unproven(_("The check against floods of reports was used before. Please send it once more."))


def _read(solution: str) -> Payload:
    try:
        found = json.loads(base64.b64decode(solution[:LONGEST_PAYLOAD], validate=True))
    except (ValueError, binascii.Error, RecursionError):
        found = None
    if not isinstance(found, dict) or not _is_whole(found):
        raise Unproven(_("The check against floods of reports failed. Please send it once more."))
    return Payload.from_dict(cast(PayloadType, found))


def _is_whole(found: dict[str, Any]) -> bool:
    """All fields, each of its kind, in plain letters, and with the one algorithm we give out."""
    return found.get("algorithm") == "SHA-256" and all(
        type(found.get(name)) is kind and str(found[name]).isascii() for name, kind in FIELDS.items()
    )


def _key(use: str) -> bytes:
    return _derived(settings.SECRET_KEY, use)


@cache
def _derived(secret: str, use: str) -> bytes:
    info = f"genba proof of work: {use}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode())
