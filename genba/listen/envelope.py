"""The envelopes of anonymous reports, and the triage key they are closed with.

Each anonymous report has a content key of its own. It lies in the database twice, closed once with the key
that comes out of the reporter's receipt and once with the triage key of this instance, which comes out of its
secret key and is not in the database. Whoever holds only the database, or a copy of it, reads nothing.
"""

from genba.trail.envelope import (
    CannotOpen,
    close,
    derive,
    instance_keys,
    new_key,
    open_envelope,
)

__all__ = ["CannotOpen", "close", "derive", "new_key", "open_envelope", "open_for_triage", "triage_key"]

PURPOSE = "intake/triage"


def triage_key() -> bytes:
    """The key of this instance under which those who answer can read."""
    return instance_keys(PURPOSE)[0]


def open_for_triage(envelope: bytes | memoryview, purpose: str) -> bytes:
    """Open what was closed with the triage key of today or of an earlier secret key. Raises CannotOpen."""
    for key in instance_keys(PURPOSE):
        try:
            return open_envelope(envelope, key, purpose)
        except CannotOpen:
            continue
    raise CannotOpen
