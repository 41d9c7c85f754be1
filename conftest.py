"""What all tests share before the first of them: tables made once for the whole run."""

from contextlib import closing

import pysqlite3
import pytest
from django.db import connection

from tests import tables


def pytest_configure(config):
    folder = tables.begin_run()
    if folder is not None:
        config.add_cleanup(lambda: tables.end_run(folder))


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
