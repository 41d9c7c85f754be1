"""Forgetting in which order anonymous reports came, and letting deleted ones go from the files.

Keys are random and times are weeks, but a database remembers more than its rows: SQLite lays large values
one after the other into its file, PostgreSQL numbers transactions (`xmin`) and rows by place (`ctid`). So
once a day everything that came without a name is written anew, in one transaction, and laid down in the
order of the random keys. What then can be told apart is one day's arrivals from another's, and after the
next day not even that.
"""

from django.db import connection, transaction
from django.db.models import F, Model

from genba.listen.models import Fault, Message, Original, SpentChallenge
from genba.trail.wiping import rewrite_sqlite_file, sort_postgresql_tables
from genba.trail.work import job
from genba.work.models import HelpSentence, HelpVote

LARGEST_REWRITTEN_DAILY = 1 << 28  # bytes of a SQLite file; a larger one would make writers wait for seconds
WITHOUT_A_NAME: tuple[type[Model], ...] = (
    Original,
    Message,
    SpentChallenge,
    Fault,
    HelpVote,
    HelpSentence,
)


@job()
def forget_the_order() -> None:
    """Write anew what came without a name, and let the old copies go. Bears being run twice."""
    if connection.in_atomic_block:  # neither engine can do it inside a transaction
        return
    if connection.vendor == "sqlite":
        _lay_challenges_by_key()
        rewrite_sqlite_file(largest=LARGEST_REWRITTEN_DAILY)
    else:
        _write_anew()
        sort_postgresql_tables(kind._meta.db_table for kind in WITHOUT_A_NAME)


@transaction.atomic
def _lay_challenges_by_key() -> None:
    """Only their keys are letters; without this SQLite would number their rows as they came."""
    spent = list(SpentChallenge.objects.order_by("digest"))
    SpentChallenge.objects.all().delete()
    SpentChallenge.objects.bulk_create(spent)


@transaction.atomic
def _write_anew() -> None:
    """Give all rows the number of one transaction."""
    Original.objects.update(state=F("state"))
    Message.objects.exclude(original=None).update(place_in_talk=F("place_in_talk"))
    SpentChallenge.objects.update(forget_on=F("forget_on"))
    Fault.objects.update(count=F("count"))
    HelpVote.objects.update(week=F("week"))
    HelpSentence.objects.update(week=F("week"))
