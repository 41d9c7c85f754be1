"""Load the demonstration organisation. It lives alone: it is never mixed into a real one."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from genba.front.demonstration.history import tell_all
from genba.front.loop import count_the_loop
from genba.improve.ageing import measure_flow
from genba.listen.tasks import refresh_answer_times
from genba.people.models import Organisation
from genba.understand.computed.filling import fill_computed_metrics
from genba.understand.seeds.sources import connect_sources
from genba.work.asking.counting import count_asked_fields
from genba.work.asking.seeds import tell_what_was_read

Progress = Callable[[str], None]
FIGURES = (
    count_the_loop,
    measure_flow,
    refresh_answer_times,
    count_asked_fields,
    fill_computed_metrics,
)  # otherwise the worker's first turns


class NotEmptyError(Exception):
    """There is an organisation already; nothing was changed."""


def load(progress: Progress = lambda _words: None) -> None:
    """Load the demonstration organisation, all or nothing.

    Raises NotEmptyError where any organisation exists.
    """
    if Organisation.objects.exists():
        raise NotEmptyError
    with transaction.atomic():
        progress("Inviting forty people")
        now = timezone.now()
        history = tell_all(now)
        reports, cards = len(history.pile.reports), len(history.shelf.cards)
        progress(f"Telling eighteen months: {reports} reports, {cards} cards")
        history.write()
        progress("Counting how the loop goes")
        for figures in FIGURES:
            figures.call()
        tell_what_was_read()
        connect_sources(history.town, now=timezone.localtime(now))
    progress("The demonstration organisation is ready")
