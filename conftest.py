"""What all tests share before the first of them: tables made once for the run, and their order."""

from contextlib import closing

import pysqlite3
import pytest
from django.db import connection

from tests import tables

#: Modules of more than half a minute, the longest first. They begin first, so that in the end short ones
#: are left and no processor waits for the other.
LONG = [
    "tests/test_bad_input.py",
    "tests/crash/test_killed.py",
    "tests/test_access.py",
    "genba/config/tests/test_up.py",
    "tests/test_hostile_files.py",
    "tests/test_no_trace.py",
    "genba/config/tests/test_slow_clients.py",
    "tests/crash/test_disk.py",
]
#: Rooms whose tests start no Genba of their own: what asks for no database there has nothing to do with one.
WITHOUT_INSTANCES = ("genba/analysis/", "genba/sources/", "genba/ui/")


def pytest_configure(config):
    folder = tables.begin_run()
    if folder is not None:
        config.add_cleanup(lambda: tables.end_run(folder))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if item.nodeid.startswith(WITHOUT_INSTANCES) and not asks_for_a_database(item):
            item.add_marker("once")
    items.sort(key=how_late)


def how_late(item):
    module = item.nodeid.partition("::")[0]
    return LONG.index(module) if module in LONG else len(LONG)


def asks_for_a_database(item):
    """Whether it may use one: pytest-django lets no other test near it."""
    asked = {"db", "transactional_db", "live_server"}
    return item.get_closest_marker("django_db") is not None or bool(asked & set(item.fixturenames))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Let the database of this process begin as a copy; its migrations then find nothing to do."""
    given, creation = connection.settings_dict, connection.creation
    if connection.vendor == "postgresql":
        given["TEST"]["TEMPLATE"] = tables.tables_on_a_server(tables.address_of(given))
        return
    create = creation.create_test_db

    def create_from_a_copy(*words, **options):
        name = creation._get_test_db_name()  # shared memory, which lives as long as somebody is connected
        with (
            closing(pysqlite3.connect(tables.tables_on_sqlite())) as source,
            closing(pysqlite3.connect(name, uri=True)) as memory,
        ):
            source.backup(memory)
            return create(*words, **options)

    creation.create_test_db = create_from_a_copy
