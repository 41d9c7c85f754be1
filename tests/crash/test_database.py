"""PostgreSQL is stopped, started again, or takes nothing in: in words meanwhile, by itself afterwards."""

import time

import psycopg
import pytest
import requests
from django.conf import settings

from tests.crash.cluster import Cluster
from tests.crash.house import House
from tests.crash.killing import prepare

ON_SQLITE = settings.DATABASES["default"]["ENGINE"] == "genba.config.sqlite"
pytestmark = [pytest.mark.slow, pytest.mark.skipif(ON_SQLITE, reason="about a database server")]


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def house(cluster, tmp_path_factory):
    house = House(tmp_path_factory.mktemp("house") / "data", {"DATABASE_URL": cluster.url}, processes=1)
    house.known = prepare(house)
    yield house
    house.kill(house.family())


def say(house, words, key, **more):
    form = {"text": words, "idempotency_key": key, "sender": "person"} | more
    cookies = {"sessionid": house.known["people"]["tomas"]["session"]}
    return requests.post(f"{house.address}/report/", data=form, cookies=cookies, timeout=60)


def count(cluster, question):
    with psycopg.connect(cluster.url) as connection:
        return connection.execute(question).fetchone()[0]


def test_a_database_that_is_started_again_needs_nobody(house, cluster):
    assert say(house, "Before.", "db-0").status_code == 200
    before = house.pieces()
    cluster.stop()
    answer = say(house, "The press drips.", "db-1", severity="high")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "The database does not answer." in answer.text
    assert "The press drips." in answer.text
    assert requests.get(f"{house.address}/health/", timeout=30).status_code == 503
    assert "does not answer" in house.instance.genba("doctor").stdout
    cluster.start()
    assert [say(house, "The press drips.", "db-1", severity="high").status_code for _ in range(2)] == [
        200
    ] * 2
    assert count(cluster, "SELECT count(*) FROM listen_report WHERE text = 'The press drips.'") == 1
    assert house.pieces() == before, "nobody had to be started again"
    deadline = time.monotonic() + 60
    while not count(cluster, "SELECT count(*) FROM front_notification WHERE code = 'danger'"):
        assert time.monotonic() < deadline, "the worker did not come back"
        time.sleep(0.5)


def test_open_connections_that_the_server_has_thrown_out_are_renewed(house, cluster):
    assert say(house, "Before.", "thrown-0").status_code == 200
    cluster.stop()
    cluster.start()
    assert say(house, "After.", "thrown-1").status_code == 200


def test_a_database_that_takes_nothing_in_is_said_in_words(house, cluster):
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute("ALTER DATABASE postgres SET default_transaction_read_only = on")
    cluster.stop()
    cluster.start()
    answer = say(house, "Only to be read.", "ro-1")
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.execute("ALTER DATABASE postgres RESET default_transaction_read_only")
    assert answer.status_code == 503
    assert "cannot be written" in answer.text
    cluster.stop()
    cluster.start()
    assert say(house, "Only to be read.", "ro-1").status_code == 200
