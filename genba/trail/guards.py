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


HOLD_SQLITE = """
CREATE TRIGGER {table}_held BEFORE UPDATE ON {table}
WHEN OLD.state IN ({states}) AND (NEW.state NOT IN ({states})
    OR (NEW.state = {first} AND OLD.state <> NEW.state) OR {changed})
BEGIN SELECT RAISE(ABORT, 'what was in force cannot be changed'); END
"""
HOLD_POSTGRESQL = """
CREATE OR REPLACE FUNCTION genba_hold() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE EXCEPTION 'what was in force cannot be changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER {table}_held BEFORE UPDATE ON {table} FOR EACH ROW
WHEN (OLD.state IN ({states}) AND (NEW.state NOT IN ({states})
    OR (NEW.state = {first} AND OLD.state <> NEW.state) OR {changed}))
EXECUTE FUNCTION genba_hold();
"""


class HeldOnce(migrations.RunPython):
    """Let some columns of a row stay as they are once its state is one of `states`.

    From such a state there is no way to any other, and none back to the first of them.
    """

    def __init__(self, table: str, states: list[str], columns: list[str]) -> None:
        self.table, self.states, self.columns = table, states, columns
        super().__init__(self._hold, self._let_go)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table, self.states, self.columns], {}

    def _hold(self, apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        del apps
        is_sqlite = editor.connection.vendor == "sqlite"
        differs = "OLD.{0} IS NOT NEW.{0}" if is_sqlite else "OLD.{0} IS DISTINCT FROM NEW.{0}"
        words = {
            "table": self.table,
            "states": ", ".join(f"'{state}'" for state in self.states),
            "first": f"'{self.states[0]}'",
            "changed": " OR ".join(differs.format(column) for column in self.columns),
        }
        editor.execute((HOLD_SQLITE if is_sqlite else HOLD_POSTGRESQL).format(**words))

    def _let_go(self, apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        del apps
        suffix = "" if editor.connection.vendor == "sqlite" else f" ON {self.table}"
        editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_held{suffix}")
