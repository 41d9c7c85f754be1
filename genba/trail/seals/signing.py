"""The key that signs checkpoints: made at first use in the data folder, or given by a setting."""

import base64
import binascii
import contextlib
import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from genba.trail.seals.note import VerifierKey, checkpoint_text, sign_note

SEED_BYTES = 32


@dataclass(frozen=True)
class Signer:
    """Who signs: the name of this trail and its key."""

    name: str
    key: Ed25519PrivateKey

    @property
    def verifier(self) -> VerifierKey:
        """The half that everybody may know."""
        return VerifierKey(self.name, self.key.public_key().public_bytes_raw())

    def checkpoint(self, size: int, root: bytes) -> str:
        """The signed checkpoint of a tree."""
        return sign_note(checkpoint_text(self.name, size, root), self.key, self.name)


def signer() -> Signer:
    """This instance's signer. Its name is the setting, or made from the key."""
    key = Ed25519PrivateKey.from_private_bytes(_seed())
    name = settings.GENBA_SEAL_NAME or _name_of(key)
    if any(sign.isspace() or sign == "+" or not sign.isprintable() for sign in name):
        message = "GENBA_SEAL_NAME must not hold a space or a plus sign; write it like example.org/genba."
        raise ImproperlyConfigured(message)
    return Signer(name, key)


def key_file() -> Path:
    """Where the key lies when no setting gives it."""
    return Path(settings.GENBA_DATA) / "seal_key"


def _name_of(key: Ed25519PrivateKey) -> str:
    return f"genba/{sha256(key.public_key().public_bytes_raw()).hexdigest()[:16]}"


def _seed() -> bytes:
    words = settings.GENBA_SEAL_KEY or _own_key()
    with contextlib.suppress(binascii.Error, ValueError):
        seed = base64.b64decode(words, validate=True)
        if len(seed) == SEED_BYTES:
            return seed
    message = "The key that signs checkpoints (GENBA_SEAL_KEY or seal_key) must be 32 bytes in base64."
    raise ImproperlyConfigured(message)


def _own_key() -> str:
    """Read the key; make it at first use. Of two processes that make one, the first wins."""
    path = key_file()
    if not path.exists():
        whole = path.with_name(f"seal_key.{secrets.token_hex(4)}")
        descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(base64.b64encode(secrets.token_bytes(SEED_BYTES)).decode() + "\n")
            out.flush()
            os.fsync(out.fileno())
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(whole)
        whole.unlink()
    return path.read_text().strip()
