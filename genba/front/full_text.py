"""The full-text index of a table, as a migration step for SQLite (FTS5) and PostgreSQL (tsvector).

The index follows the table in the transaction of every change: SQLite by triggers, PostgreSQL by a generated
column, which is kept so that ranking need not read the texts again. SQLite loses triggers when a later
migration remakes the table: then that migration is followed by this step once more. A test looks whether
every trigger is there.
"""

import string
from dataclasses import dataclass
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LONGEST_TEXT = 100_000  # letters of one record; a tsvector holds at most one megabyte
SQLITE_TABLE = """
CREATE VIRTUAL TABLE {index} USING fts5(
    {columns}, content='{table}', content_rowid='{pk}', tokenize='unicode61 remove_diacritics 2', prefix='2 3'
)
"""
SQLITE_TRIGGERS = """
CREATE TRIGGER {index}_added AFTER INSERT ON {table} BEGIN
    INSERT INTO {index}(rowid, {columns}) VALUES (new.{pk}, {new});
END;
CREATE TRIGGER {index}_gone AFTER DELETE ON {table} BEGIN
    INSERT INTO {index}({index}, rowid, {columns}) VALUES ('delete', old.{pk}, {old});
END;
CREATE TRIGGER {index}_changed AFTER UPDATE OF {columns} ON {table} WHEN {differs} BEGIN
    INSERT INTO {index}({index}, rowid, {columns}) VALUES ('delete', old.{pk}, {old});
    INSERT INTO {index}(rowid, {columns}) VALUES (new.{pk}, {new});
END
"""
POSTGRESQL_FOLD = f"""
CREATE OR REPLACE FUNCTION genba_fold(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(
        lower(regexp_replace(normalize(left(words, {LONGEST_TEXT}), NFKD), '[\u0300-\u036f]', '', 'g')),
        '{string.punctuation.replace("'", "''")}', '{" " * len(string.punctuation)}'
    )
$$
"""


@dataclass(frozen=True)
class Index:
    """Which columns of a table are searched."""

    table: str
    pk: str
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the index: of the FTS5 table or of the PostgreSQL index."""
        return f"{self.table}_words"

    @property
    def vector(self) -> str:
        """The generated column in PostgreSQL; Django's models do not know it."""
        return f"{self.table}.searched_words"

    @property
    def _expression(self) -> str:
        words = " || ' ' || ".join(f"coalesce({column}, '')" for column in self.columns)
        return f"to_tsvector('simple', genba_fold({words}))"

    def _parts(self) -> dict[str, str]:
        return {
            "index": self.name,
            "table": self.table,
            "pk": self.pk,
            "columns": ", ".join(self.columns),
            "new": ", ".join(f"new.{column}" for column in self.columns),
            "old": ", ".join(f"old.{column}" for column in self.columns),
            "differs": " OR ".join(f"old.{column} IS NOT new.{column}" for column in self.columns),
        }

    def make(self, editor: BaseDatabaseSchemaEditor) -> None:
        """Make the index and fill it from the table."""
        if editor.connection.vendor != "sqlite":
            editor.execute(POSTGRESQL_FOLD, params=None)
            column = f"searched_words tsvector GENERATED ALWAYS AS ({self._expression}) STORED"
            editor.execute(f"ALTER TABLE {self.table} ADD COLUMN {column}", params=None)
            editor.execute(
                f"CREATE INDEX {self.name} ON {self.table} USING gin (searched_words)", params=None
            )
            return
        editor.execute(SQLITE_TABLE.format(**self._parts()), params=None)
        for secret in ("'secure-delete', 1", "'rebuild', 1"):
            editor.execute(f"INSERT INTO {self.name}({self.name}, rank) VALUES ({secret})", params=None)  # noqa: S608
        for trigger in SQLITE_TRIGGERS.format(**self._parts()).split("END;"):
            editor.execute(trigger if trigger.rstrip().endswith("END") else f"{trigger}END", params=None)

    def drop(self, editor: BaseDatabaseSchemaEditor) -> None:
        """Take the index away."""
        if editor.connection.vendor != "sqlite":
            editor.execute(f"ALTER TABLE {self.table} DROP COLUMN IF EXISTS searched_words", params=None)
            return
        for what in ("added", "gone", "changed"):
            editor.execute(f"DROP TRIGGER IF EXISTS {self.name}_{what}", params=None)
        editor.execute(f"DROP TABLE IF EXISTS {self.name}", params=None)


class FullText(migrations.RunPython):
    """Index the given columns of a table for the search. Done twice, the second replaces the first."""

    def __init__(self, table: str, pk: str, columns: tuple[str, ...]) -> None:
        self.index = Index(table, pk, columns)
        super().__init__(self._make, self._drop)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.index.table, self.index.pk, self.index.columns], {}

    def _make(self, apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        del apps
        self.index.drop(editor)
        self.index.make(editor)

    def _drop(self, apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        del apps
        self.index.drop(editor)
