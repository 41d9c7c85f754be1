"""The database's own refusal to change or delete a fact, as a migration step for SQLite and PostgreSQL."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'a fact cannot be changed or deleted'); END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION genba_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE EXCEPTION 'a fact cannot be changed or deleted' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION genba_refuse();
CREATE TRIGGER {table}_no_emptying BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION genba_refuse();
"""
SCATTER = """
CREATE TRIGGER {table}_no_order AFTER INSERT ON {table}
BEGIN UPDATE {table} SET rowid = abs(random() >> 10) + 1 WHERE rowid = new.rowid; END
"""


class InsertOnly(migrations.RunPython):
    """Make a table insert-only."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(self._guard, self._unguard)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table], {}

    def _guard(self, apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        del apps
        if editor.connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                editor.execute(SQLITE.format(table=self.table, verb=verb))
        else:
            editor.execute(POSTGRESQL.format(table=self.table))

    def _unguard(self, apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        del apps
        names = ("UPDATE", "DELETE") if editor.connection.vendor == "sqlite" else ("change", "emptying")
        suffix = "" if editor.connection.vendor == "sqlite" else f" ON {self.table}"
        for name in names:
            editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_no_{name}{suffix}")


class NoOrder(migrations.RunPython):
    """Let the rows of an SQLite table with a key of letters lie in no order of time."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(self._scatter, migrations.RunPython.noop)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table], {}

    def _scatter(self, apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        del apps
        if editor.connection.vendor == "sqlite":
            editor.execute(SCATTER.format(table=self.table))
