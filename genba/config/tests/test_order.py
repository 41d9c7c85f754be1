"""Neither the order in which anonymous reports came nor a deleted word can be read out of a database."""

import json
import time

import psycopg
import pytest
from django.conf import settings

from genba.config.tests.instances import built_instance
from genba.listen.models import Original
from genba.listen.order import forget_the_order

on_postgresql = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] == "genba.config.sqlite", reason="SQLite has no row versions"
)
on_sqlite = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "genba.config.sqlite", reason="about SQLite's file"
)


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """An instance to which forty originals came one after the other, and what they were in that order."""
    with built_instance(tmp_path_factory.mktemp("order") / "data") as instance:
        yield instance, json.loads(instance.python(FILLED))


def ask(instance, sql, *given):
    with psycopg.connect(instance.environment["DATABASE_URL"], autocommit=True) as server:
        return server.execute(sql, given).fetchall()


def rows_of(instance, table, key):
    """Rows as PostgreSQL lays them: the key and the number of the transaction."""
    return ask(instance, f"SELECT {key}, xmin::text FROM {table} ORDER BY ctid")


def agreement(given, with_):
    """How often two orders agree on a pair: 1 always, 0.5 by chance. (Kendall's tau, from 0 to 1.)"""
    place = {key: number for number, key in enumerate(with_)}
    ranks = [place[key] for key in given]
    pairs = [(first, second) for at, first in enumerate(ranks) for second in ranks[at + 1 :]]
    return sum(first < second for first, second in pairs) / len(pairs)


@on_postgresql
@pytest.mark.slow
def test_after_the_night_no_place_and_no_number_of_a_transaction_tells_an_order(here):
    instance, came = here
    columns = {
        "listen_original": ("id", 1),
        "listen_message": ("id", 7),
        "listen_spentchallenge": ("digest", 2),
    }
    for table, (key, told) in columns.items():  # else this test shows nothing
        rows = rows_of(instance, table, key)
        assert agreement([key for key, _xmin in rows], [row[told] for row in came]) > 0.95
        assert len({xmin for _key, xmin in rows}) == len(came)
    assert len(numbers_of_photos(instance)) == len(came)
    instance.python(ORDER)
    for table, (key, told) in columns.items():
        rows = rows_of(instance, table, key)
        assert 0.25 < agreement([key for key, _xmin in rows], [row[told] for row in came]) < 0.75
        assert len({xmin for _key, xmin in rows}) == 1
    assert len(numbers_of_photos(instance)) == 1


@on_postgresql
@pytest.mark.slow
def test_what_was_deleted_is_gone_from_the_file_of_the_table(here):
    instance, came = here
    sealed = bytes.fromhex(came[1][3])
    ask(instance, "DELETE FROM listen_message WHERE original_id = %s RETURNING 1", came[1][1])
    ask(instance, "DELETE FROM listen_original WHERE id = %s RETURNING 1", came[1][1])
    assert sealed in table_file(instance)
    for _ in range(5):  # while the server itself still looks at an old version of the table, it is kept
        instance.python(ORDER)
        if sealed not in table_file(instance):
            break
        time.sleep(2)
    assert sealed not in table_file(instance)


def numbers_of_photos(instance):
    """The transactions that laid the first pieces of the photos."""
    named = "SELECT reltoastrelid::regclass::text FROM pg_class WHERE relname = 'listen_original'"
    pieces = ask(instance, named)[0][0]
    return set(ask(instance, f"SELECT xmin::text FROM {pieces} WHERE chunk_seq = 0"))


def table_file(instance):
    """The bytes of the table as they lie on the disk, asked of the server."""
    with psycopg.connect(instance.environment["DATABASE_URL"], autocommit=True) as server:
        server.execute("CHECKPOINT")
        found = server.execute(
            "SELECT pg_read_binary_file(pg_relation_filepath('listen_original'))"
        ).fetchone()
        return bytes(found[0])


FILLED = """
import json, random
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from genba.listen.models import Message, Original, SpentChallenge
from genba.listen.models.original import Words
from genba.listen.models.report import week_of
from genba.people.models import Organisation
Organisation.objects.get_or_create(name="Riverside")
long_ago = week_of(timezone.localdate() - timedelta(days=200))
told = []
for number in range(40):
    lookup = f"{random.getrandbits(256):064x}"
    original = Original.closed(Words(f"Said {number}"), week=long_ago, lookup=lookup, receipt_key=bytes(32))
    original.sealed_photo, original.photo_type = random.randbytes(9000), "image/jpeg"
    original.state = "set_aside" if number % 2 else "waiting"
    with transaction.atomic():
        original.save(force_insert=True)
        turn = Message.objects.say(original, f"More {number}", from_reporter=True)
        Original.objects.filter(pk=original.pk).update(last_week=long_ago)
    SpentChallenge.objects.spend(original.lookup, forget_on=long_ago)
    closed = [original.sealed_words, original.key_for_triage, original.sealed_photo, turn.sealed]
    closed = [bytes(part).hex() for part in closed]
    told.append([original.state, original.pk, original.lookup, *closed, turn.pk])
print(json.dumps(told))
"""
DIGESTS = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT digest FROM listen_spentchallenge ORDER BY rowid")
    print(*[digest for (digest,) in cursor.fetchall()])
"""
ORDER = "from genba.listen.order import forget_the_order; forget_the_order.call()"
NIGHT = """
from genba.listen.tasks import forget_originals
from genba.trail.worker import Worker
forget_originals.call()
Worker().run_all()
"""


@on_sqlite
@pytest.mark.slow
def test_nothing_of_a_forgotten_original_is_left_in_the_file_or_its_log(here):
    instance, told = here
    gone = [bytes.fromhex(part) for row in told if row[0] == "set_aside" for part in row[3:7]]
    kept = [bytes.fromhex(part) for row in told if row[0] == "waiting" for part in row[3:5]]
    assert any(part in everything_in(instance.data) for part in gone)
    instance.python(NIGHT)
    left = everything_in(instance.data)
    assert not [part for part in gone if part[:60] in left]
    assert all(part in left for part in kept)


@on_sqlite
@pytest.mark.slow
def test_large_photos_and_challenges_lie_in_the_file_in_no_order_of_arrival(here):
    instance, told = here
    waiting = [row for row in told if row[0] == "waiting"]
    instance.python(NIGHT)
    file = (instance.data / "genba.sqlite3").read_bytes()
    places = [file.index(bytes.fromhex(row[5])[5000:5100]) for row in waiting]
    assert sorted(range(len(waiting)), key=places.__getitem__) == sorted(
        range(len(waiting)), key=lambda number: waiting[number][1]
    )
    digests = instance.python(DIGESTS).split()
    assert digests == sorted(digests)
    assert {row[2] for row in told} == set(digests)


def everything_in(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_inside_a_transaction_nothing_is_done_and_nothing_breaks(cast, client):
    client.post("/report/", {"text": "The guard at the press is loose."})
    forget_the_order.call()
    assert Original.objects.get().words.text.startswith("The guard")
