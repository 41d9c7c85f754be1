"""Envelopes: content closed with AES-256-GCM, and keys that come out of the secret key of this instance.

Whoever holds only the database, or a copy of it, opens nothing.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES = 32
NONCE_BYTES = 12


class CannotOpen(Exception):  # noqa: N818  (an answer, not a fault)
    """The key does not fit, or the envelope was altered."""


def new_key() -> bytes:
    """32 random bytes."""
    return AESGCM.generate_key(KEY_BYTES * 8)


def derive(secret: bytes, purpose: str) -> bytes:
    """32 bytes for one purpose out of a secret of full strength (HKDF-SHA256, RFC 5869)."""
    info = f"genba/{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)


def close(content: bytes, key: bytes, purpose: str) -> bytes:
    """The content under the key: 12 bytes of nonce, the ciphertext, 16 bytes of tag.

    The purpose is bound to it, so that an envelope cannot be moved to another column.
    """
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, purpose.encode())


def open_envelope(envelope: bytes | memoryview, key: bytes, purpose: str) -> bytes:
    """What was closed. Raises CannotOpen."""
    closed = bytes(envelope)  # PostgreSQL hands out a memoryview
    try:
        return AESGCM(key).decrypt(closed[:NONCE_BYTES], closed[NONCE_BYTES:], purpose.encode())
    except (InvalidTag, ValueError) as trouble:
        raise CannotOpen from trouble


def instance_keys(purpose: str) -> list[bytes]:
    """The keys of this instance for one purpose: of its secret key of today, and of earlier ones."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [derive(str(secret).encode(), purpose) for secret in secrets]


def close_for_instance(words: str, purpose: str) -> bytes:
    """Words that this instance needs again and nobody shall read in its database."""
    return close(words.encode(), instance_keys(purpose)[0], purpose)


def open_for_instance(envelope: bytes | memoryview, purpose: str) -> str:
    """What `close_for_instance` closed. Raises CannotOpen where the secret key was lost."""
    for key in instance_keys(purpose):
        try:
            return open_envelope(envelope, key, purpose).decode()
        except CannotOpen:
            continue
    raise CannotOpen
