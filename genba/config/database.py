"""What the database says about itself: whether it answers, whether it is new, which version it is at."""

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from genba.config.terminal import Refusal


def is_new() -> bool:
    """Whether this database has never been used. Refuses, in words, when it cannot be reached."""
    try:
        return "django_migrations" not in connection.introspection.table_names()
    except DatabaseError as trouble:
        raise Refusal(cannot_reach(trouble)) from trouble


def cannot_reach(trouble: Exception) -> str:
    """A sentence for a database that does not answer, without its password."""
    where = settings.DATABASES["default"]
    place = f"{where.get('HOST') or 'this machine'}, database {where['NAME']}"
    first_line = str(trouble).strip().splitlines()[0] if str(trouble).strip() else type(trouble).__name__
    return f"The database does not answer ({place}): {first_line}"


def unknown_migrations() -> list[str]:
    """Steps that the database has taken and this version of Genba has never heard of."""
    loader = MigrationExecutor(connection).loader
    known_apps = loader.migrated_apps
    return sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in known_apps and (app, name) not in loader.disk_migrations
    )


def holds_an_organisation() -> bool:
    """Whether somebody works with this database already. Refuses, in words, when it cannot be reached."""
    if is_new():
        return False
    with connection.cursor() as cursor:
        if "people_organisation" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT count(*) FROM people_organisation")
        return bool(cursor.fetchone()[0])
