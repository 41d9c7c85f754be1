"""Each night every warning sign looks once at the organisation's own data."""

import logging

from django.utils import timezone

from genba.trail.work import job
from genba.understand.signs.episodes import keep
from genba.understand.signs.registry import all_looks

log = logging.getLogger(__name__)


@job()
def look_for_signs() -> int:
    """Let every sign look; the number of episodes that began.

    One that fails does not keep the others from looking: its last look stays, and grows old on the page.
    Raises RuntimeError at the end, so that the job is seen to have failed and is tried again.
    """
    now, begun, failed = timezone.now(), 0, []
    for watching in all_looks():
        try:
            begun += keep(watching.sign.name, watching.look(timezone.localdate(now)), now=now)
        except Exception:
            log.exception("the sign %s could not look", watching.sign.name)
            failed.append(watching.sign.name)
    if failed:
        message = f"These signs could not look: {', '.join(failed)}."
        raise RuntimeError(message)
    return begun
