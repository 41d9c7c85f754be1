"""The database: does it answer, is it whole, is it at this version?"""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from django.utils.translation import gettext as _

from genba.front.doctor.finding import Finding

OLDEST_POSTGRESQL = 14


def answers() -> Finding:
    """Whether it can be reached, and by which engine."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version"
            )
            version = str(cursor.fetchone()[0])
    except DatabaseError as trouble:
        return Finding.bad(
            _("The database does not answer: %(trouble)s")
            % {"trouble": str(trouble).strip().partition("\n")[0]},
            _("Check that it runs and that DATABASE_URL leads to it."),
        )
    if connection.vendor == "sqlite":
        return Finding.good(_("The database answers (SQLite %(version)s).") % {"version": version})
    if int(version.partition(".")[0]) < OLDEST_POSTGRESQL:
        return Finding.bad(
            _("PostgreSQL %(version)s is too old.") % {"version": version},
            _("Move to PostgreSQL %(oldest)s or newer.") % {"oldest": OLDEST_POSTGRESQL},
        )
    return Finding.good(_("The database answers (PostgreSQL %(version)s).") % {"version": version})


def is_whole() -> Finding:
    """Whether every page of the SQLite file is sound. Takes a while with a large file."""
    if connection.vendor != "sqlite":
        return Finding.good(_("PostgreSQL looks after the wholeness of its files itself."))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        said = str(cursor.fetchone()[0])
    if said == "ok":
        return Finding.good(_("Every page of the database is sound."))
    return Finding.bad(
        _("The database file is damaged: %(said)s") % {"said": said},
        _("Stop Genba and bring back the last backup: genba restore FILE --force"),
    )


def is_up_to_date() -> Finding:
    """Whether its tables are those of this version."""
    if unknown := unknown_migrations():
        return Finding.bad(
            _("The database was last used by a newer Genba (it knows %(name)s).") % {"name": unknown[0]},
            _("Install that version again, or restore a backup from before."),
        )
    if pending := pending_migrations():
        return Finding.bad(
            _("The database waits for %(count)s changes of this version, first %(name)s.")
            % {"count": len(pending), "name": pending[0]},
            _("Run: genba migrate"),
        )
    return Finding.good(_("The database is at this version."))


def pending_migrations() -> list[str]:
    """The names of the steps that would bring the database to this version."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def unknown_migrations() -> list[str]:
    """Steps that the database has taken and this version of Genba has never heard of."""
    loader = MigrationExecutor(connection).loader
    return sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in loader.migrated_apps and (app, name) not in loader.disk_migrations
    )
