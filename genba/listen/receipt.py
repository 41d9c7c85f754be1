"""The receipt: sixteen characters and a check character with which an anonymous reporter comes back.

Written in Crockford's base32 (no I, L, O, U), so that it can be read out over a telephone: 16 characters are
80 random bits. Crockford's own check character needs `*~$=`, which nobody finds on a phone; ours is a
character of the same alphabet, computed over the field with 32 elements. It finds every single wrong
character and every two that were swapped.

The receipt itself is stored nowhere. One run of Argon2id with the instance's own salt makes a secret of it,
and HKDF makes two things of that secret: the lookup, which the database keeps, and the key that opens the
thread, which it does not. Whoever steals the database must pay for every guess, and can read nothing.
"""

import hashlib
import hmac
import re
import secrets
import threading
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings

from genba.listen.envelope import derive
from genba.people.models import Organisation

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
BITS = 80
FIELD = 0b100101  # x^5 + x^2 + 1, irreducible: the field with 32 elements
LOOKS_LIKE = str.maketrans("OIL", "011")

#: Each run takes 64 MiB for a moment; more than two at once would let strangers fill the memory.
_few_at_once = threading.BoundedSemaphore(2)


class Mistyped(ValueError):  # noqa: N818  (an answer to the reader, not a fault)
    """These characters cannot be a receipt: too few, too many, or the check character says no."""


def make_receipt(*, client_key: str, words: str) -> str:
    """A receipt for one submission, as 17 characters.

    With a client key it is derived (HMAC-SHA256 of the key and the words under the instance's secret, cut to
    80 bits): the same submission sent twice gives the same receipt and therefore the same lookup, which
    the database takes only once, although neither key nor receipt is stored anywhere. The key is 128 random
    bits made by our page. Without a key the receipt is random.
    """
    if not client_key:
        return _spell(secrets.randbits(BITS))
    message = b"receipt" + _sha256(client_key) + _sha256(words)
    digest = hmac.digest(settings.SECRET_KEY.encode(), message, "sha256")
    return _spell(int.from_bytes(digest[: BITS // 8], "big"))


def read_receipt(typed: str) -> str:
    """The 17 characters somebody meant: lower case, spaces, hyphens and O for 0, I or L for 1 are fine.

    Raises Mistyped.
    """
    plain = re.sub(r"[\s\-–—_.·]", "", typed).upper().translate(LOOKS_LIKE)
    if len(plain) != LENGTH + 1 or not set(plain) <= set(ALPHABET) or _check(plain[:LENGTH]) != plain[LENGTH]:
        raise Mistyped
    return plain


def in_groups(receipt: str) -> str:
    """As people write it down: four by four, the check character on its own."""
    return "-".join(receipt[start : start + 4] for start in range(0, len(receipt), 4))


@dataclass(frozen=True)
class ReceiptKeys:
    """What one run of Argon2id gives: 64 hexadecimal digits to find the thread, 32 bytes to open it."""

    lookup: str
    key: bytes


def keys_of(receipt: str) -> ReceiptKeys:
    """The lookup and the key of a receipt of 17 characters. Takes GENBA_RECEIPT_MEMORY_KIB for a moment."""
    salt = Organisation.objects.values_list("receipt_salt", flat=True).get()
    with _few_at_once:
        secret = hash_secret_raw(
            secret=receipt.encode(),
            salt=bytes.fromhex(salt),
            time_cost=settings.GENBA_RECEIPT_PASSES,
            memory_cost=settings.GENBA_RECEIPT_MEMORY_KIB,
            parallelism=1,
            hash_len=32,
            type=Type.ID,
        )
    return split(secret)


def split(secret: bytes) -> ReceiptKeys:
    """The two halves of what Argon2id made; neither tells the other."""
    return ReceiptKeys(derive(secret, "receipt/lookup").hex(), derive(secret, "receipt/key"))


def _spell(number: int) -> str:
    letters = "".join(ALPHABET[(number >> shift) & 31] for shift in range(BITS - 5, -1, -5))
    return letters + _check(letters)


def _check(letters: str) -> str:
    """The character that makes the whole a multiple of x over the field with 32 elements."""
    total = 0
    for letter in letters:
        total = _times_x(total) ^ ALPHABET.index(letter)
    return ALPHABET[_times_x(total)]


def _times_x(element: int) -> int:
    doubled = element << 1
    return doubled ^ FIELD if doubled & 32 else doubled


def _sha256(words: str) -> bytes:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()
