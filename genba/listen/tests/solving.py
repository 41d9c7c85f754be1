"""What a sender's device does with a challenge."""

import base64
import json
from datetime import timedelta

from altcha.v1 import solve_challenge
from django.utils import timezone

from genba.listen.proof import new_challenge


def solve(challenge, **changes):
    """The payload for a challenge, honest unless something is changed."""
    found = solve_challenge(
        challenge["challenge"], challenge["salt"], challenge["algorithm"], challenge["maxNumber"]
    )
    whole = {name: challenge[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return packed({**whole, "number": found.number, **changes})


def solution(*, minutes_ago=0):
    """A solved challenge that was given out some minutes ago."""
    return solve(new_challenge(now=timezone.now() - timedelta(minutes=minutes_ago)))


def packed(payload):
    return base64.b64encode(json.dumps(payload).encode()).decode()
