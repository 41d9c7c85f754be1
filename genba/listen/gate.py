"""The gate in front of anonymous reports. It looks at nobody's address: it asks for a small sum.

A browser without scripts cannot do the sum. Its reports pass a valve instead: a few at once, then one by one.
The valve lives in the memory of each process and counts all senders together.
"""

import threading
import time
from http import HTTPStatus

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.listen.proof import Unproven, spend

AT_ONCE = 30
SECONDS_FOR_ONE_MORE = 10


class TurnedAway(Exception):  # noqa: N818  (an answer to the sender, not a fault)
    """Not let in now. Holds the sentence to show and the status of the answer."""

    def __init__(self, sentence: str, status: HTTPStatus) -> None:
        super().__init__(sentence)
        self.status = status


class Valve:
    """Lets `at_once` through, then one every `seconds`. Times are seconds of a clock that never goes back."""

    def __init__(self, *, at_once: int = AT_ONCE, seconds: float = SECONDS_FOR_ONE_MORE) -> None:
        self.at_once, self.seconds = at_once, seconds
        self.left, self.looked_at = float(at_once), 0.0
        self.lock = threading.Lock()

    def lets_through(self, *, now: float) -> bool:
        """Whether one more may pass at this moment."""
        with self.lock:
            gained = max(0.0, now - self.looked_at) / self.seconds
            self.left, self.looked_at = min(float(self.at_once), self.left + gained), now
            if self.left < 1:
                return False
            self.left -= 1
            return True


_valve = Valve()
_looks = Valve(seconds=2)


def is_guarded() -> bool:
    """Whether anonymous reports need a sum at all."""
    return bool(settings.GENBA_PROOF_OF_WORK)


def let_in(solution: str, *, must_solve: bool = False) -> None:
    """Let one anonymous report pass, before anything costly is done for it. Raises TurnedAway.

    Without a solution it passes the valve, unless `must_solve`: programs can do sums.
    """
    if not is_guarded():
        return
    if solution or must_solve:
        try:
            spend(solution, now=timezone.now())
        except Unproven as why:
            raise TurnedAway(str(why), HTTPStatus.UNPROCESSABLE_ENTITY) from None
    elif not _valve.lets_through(now=time.monotonic()):
        sentence = _("Very many reports are coming in just now. Please wait half a minute and send it again.")
        raise TurnedAway(sentence, HTTPStatus.TOO_MANY_REQUESTS)


def let_look(solution: str) -> None:
    """Let one receipt be looked up, which is costly too. Raises TurnedAway.

    Without a fresh solution it takes its turn at a valve: also a page of answers that is loaded again.
    """
    if not is_guarded():
        return
    try:
        spend(solution, now=timezone.now())
    except Unproven:
        if not _looks.lets_through(now=time.monotonic()):
            sentence = _("Very many people are looking just now. Please wait half a minute and try again.")
            raise TurnedAway(sentence, HTTPStatus.TOO_MANY_REQUESTS) from None
