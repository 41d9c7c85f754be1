"""Many lists about one record in one journey to the database.

A page that shows ten lists need not ask ten times: each list becomes a column that holds its rows as JSON.
To put such a question into SQL takes longer than to answer it, so that is done once a process, with numbers
that no record has (`ANY`, `ANYBODY`) in the place of the ones that are asked for.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=models.Model)

ANY, ANYBODY = -1, -2  # nothing has these numbers; they hold the places of those that are asked for
MOST_ROWS = 200  # of one list on one page; imported records can carry thousands


class Rows(Subquery):
    """The rows of a subquery as one JSON list."""

    output_field = models.JSONField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any) -> Any:
        """SQLite forgets that a column is JSON, so each row is read again."""
        template = '(SELECT json_group_array(json(t."row")) FROM (%(subquery)s) t)'
        return super().as_sql(compiler, connection, template=template, **more)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any) -> Any:
        """PostgreSQL answers NULL where there is no row."""
        template = """(SELECT COALESCE(jsonb_agg(t."row"), '[]'::jsonb) FROM (%(subquery)s) t)"""
        return super().as_sql(compiler, connection, template=template, **more)


@dataclass(frozen=True)
class Prepared:
    """A question for many lists, put into SQL."""

    names: tuple[str, ...]
    sql: str
    values: tuple[Any, ...]


def rows_of(found: QuerySet[Any], *, only: Iterable[str] = (), most: int = MOST_ROWS, **more: Any) -> Rows:
    """The rows of a QuerySet that names its record with OuterRef. `more`: expressions, or paths."""
    columns = list(only) or [field.attname for field in found.model._meta.concrete_fields]
    named = {name: F(path) if isinstance(path, str) else path for name, path in more.items()}
    row = JSONObject(**{name: F(name) for name in columns}, **named)
    return Rows(found.values(row=row)[:most])


def prepare(about: QuerySet[Any], lists: Mapping[str, Rows]) -> Prepared:
    """Put it into SQL; `about` finds the record with the number ANY."""
    sql, values = about.values_list(*lists.values()).query.sql_with_params()
    return Prepared(tuple(lists), sql, tuple(values))


def ask(question: Prepared, places: Mapping[int, int]) -> dict[str, list[dict[str, Any]]]:
    """Ask for the record and the person whose numbers are given in `places`. One query."""
    values = [places.get(value, value) if type(value) is int else value for value in question.values]
    with connection.cursor() as cursor:
        cursor.execute(question.sql, values)
        found = cursor.fetchone() or ["[]"] * len(question.names)
    return {
        name: json.loads(rows) if isinstance(rows, str) else rows
        for name, rows in zip(question.names, found, strict=True)
    }


def read(model: type[Row], rows: Iterable[dict[str, Any]]) -> list[Row]:
    """The rows as records of the model, in their order; what is no column of it becomes an attribute."""
    return [_instance(model, row) for row in rows]


def _instance(model: type[Row], row: dict[str, Any]) -> Row:
    fields = [field for field in model._meta.concrete_fields if field.attname in row]
    names = [field.attname for field in fields]
    made = model.from_db(None, names, [_value(field, row[field.attname]) for field in fields])
    for name in row.keys() - set(names):
        setattr(made, name, row[name])
    return made


def _value(field: "models.Field[Any, Any]", stored: Any) -> Any:
    value = field.to_python(stored)
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value
