"""Primary keys that tell nothing about when or in which order something was written."""

import secrets

BITS = 53  # exact in JavaScript's numbers, and 100,000 rows collide once in two million such tables


def random_key() -> int:
    """A positive random number. In SQLite it is the row id itself, so the file keeps no order either."""
    return secrets.randbits(BITS) or 1
