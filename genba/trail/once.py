"""What is sent twice is done once: a key from the client, claimed in the transaction of the write.

After the Internet draft *The Idempotency-Key HTTP Header Field*. A killed server leaves either both, the
write and the answer, or neither.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection
from django.utils import timezone

from genba.trail.models import AnswerGiven
from genba.trail.record import HasKey
from genba.trail.work import job

KEPT_FOR = timedelta(days=1)  # and a day more at most, because the job that forgets runs daily
FORGOTTEN_AT_ONCE = 2_000
NONCE_BYTES = 12


class KeyUsedBefore(Exception):  # noqa: N818  (a state of affairs, not a fault)
    """The key came before with something else in it: this is another wish, not a repeat."""


@dataclass(frozen=True)
class Sending:
    """Something that was sent with a key: the name of its row, a digest of what was in it, its seal."""

    mark: str
    body: str
    seal: bytes

    @classmethod
    def of(cls, *, by: HasKey, door: str, key: str, body: bytes) -> "Sending":
        """The same person, door and key give the same mark; without the key nobody can open the seal."""
        words = f"{by.pk}\0{door}\0{key}"
        return cls(_keyed("mark", words).hex(), _keyed_bytes("body", body).hex(), _keyed("seal", words))


def claim(sending: Sending) -> bytes | None:
    """Claim a sending inside the transaction of its write. None: go on, nobody has done it yet.

    Otherwise the answer that was given before. A twin that is being done just now is waited for.
    Raises KeyUsedBefore where the same key came with something else.
    """
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {AnswerGiven._meta.db_table} (mark, body, sealed, given_at) "  # noqa: S608  (our own table)
            "VALUES (%s, %s, %s, %s) ON CONFLICT (mark) DO NOTHING",
            [sending.mark, sending.body, b"", now],
        )
        if cursor.rowcount == 1:
            return None
    return answer_to(sending)


def answer_to(sending: Sending) -> bytes | None:
    """The answer that was given before, or None. Raises KeyUsedBefore like `claim`."""
    given = AnswerGiven.objects.filter(pk=sending.mark).first()
    if given is None:
        return None
    if given.body != sending.body:
        raise KeyUsedBefore
    sealed = bytes(given.sealed)
    return AESGCM(sending.seal).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)


def keep(sending: Sending, answer: bytes) -> None:
    """Keep the answer with its claim, in the same transaction."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + AESGCM(sending.seal).encrypt(nonce, answer, None)
    AnswerGiven.objects.filter(pk=sending.mark).update(sealed=sealed)


@job()
def forget_answers() -> None:
    """Forget the answers of more than a day ago, a few thousand at a time, so that nobody waits for long."""
    old = AnswerGiven.objects.filter(given_at__lt=timezone.now() - KEPT_FOR)
    while marks := list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE]):
        AnswerGiven.objects.filter(pk__in=marks).delete()


def _keyed(purpose: str, words: str) -> bytes:
    return _keyed_bytes(purpose, words.encode(errors="backslashreplace"))


def _keyed_bytes(purpose: str, content: bytes) -> bytes:
    secret = f"genba.once.{purpose}\0{settings.SECRET_KEY}".encode()
    return hmac.new(secret, content, hashlib.sha256).digest()
