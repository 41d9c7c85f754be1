"""Which texts hold the words of a text: the full-text index answers, on SQLite and on PostgreSQL."""

import json
from collections.abc import Mapping, Sequence

import numpy as np
from django.db import connection

from genba.analysis.similar_texts import FREQUENT, Asked, Integers
from genba.front.excerpt import fold
from genba.front.search import INDEXES

SQLITE = f"""
SELECT {{kind}}, asked.key, (
    SELECT group_concat(id)
    FROM (SELECT rowid AS id FROM {{index.name}} WHERE {{index.name}} MATCH asked.value LIMIT {FREQUENT})
) FROM json_each(%s) AS asked
"""  # noqa: S608  (names of our own indexes; what is asked is a parameter)
# Words that PostgreSQL's own statistics know to be frequent are not looked for: each would cost its whole
# list, and tell nothing.
POSTGRESQL = f"""
SELECT {{kind}}, asked.place - 1, string_agg(held.id::text, ',')
FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS asked(word, query, place)
CROSS JOIN LATERAL (
    SELECT {{index.pk}} AS id FROM {{index.table}}
    WHERE {{index.vector}} @@ to_tsquery('simple', asked.query) LIMIT {FREQUENT}
) AS held
WHERE asked.word <> ALL (ARRAY(
    SELECT known.word
    FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS known(word, share)
    WHERE schemaname = current_schema() AND tablename = '{{index.table}}' AND attname = 'searched_words'
    AND known.word = ANY (%s)
    AND share * (SELECT reltuples FROM pg_class WHERE oid = '{{index.table}}'::regclass) >= {FREQUENT}
))
GROUP BY asked.place
"""  # noqa: S608  (names of our own indexes; what is asked is a parameter)


def holders(labels: Mapping[str, str], asked: Sequence[Asked]) -> dict[str, dict[int, Integers]]:
    """For each kind and each word, by its place, the numbers of the records that hold it.

    `labels` names the kinds that are looked through and the records that each stands for. At most FREQUENT
    for one word and kind, all in one question to the database: counting a frequent word to its end would cost
    the most and tell the least. The numbers come as one text for each word, since thousands of rows cost more
    than the looking. Nobody's right to read is looked at here; that is for the caller.
    """
    found: dict[str, dict[int, Integers]] = {kind: {} for kind in labels}
    if not asked:
        return found
    is_sqlite, kinds = connection.vendor == "sqlite", list(labels)
    one, told = (SQLITE, _told_sqlite(asked)) if is_sqlite else (POSTGRESQL, _told_postgresql(asked))
    sql = " UNION ALL ".join(
        one.format(kind=kinds.index(kind), index=INDEXES[labels[kind]]) for kind in kinds
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, told * len(kinds))
        for kind, place, keys in cursor.fetchall():
            found[kinds[kind]][place] = np.array(keys.split(",") if keys else (), dtype=np.int64)
    return found


def _told_sqlite(asked: Sequence[Asked]) -> list[str | list[str]]:
    return [json.dumps([_fts5(one) for one in asked])]


def _told_postgresql(asked: Sequence[Asked]) -> list[str | list[str]]:
    words = [fold(one.whole) for one in asked]
    return [words, [_tsquery(one) for one in asked], words]


def _fts5(asked: Asked) -> str:
    return f'"{asked.text}"' + ("*" if asked.is_open else "")


def _tsquery(asked: Asked) -> str:
    return f"'{fold(asked.text)}'" + (":*" if asked.is_open else "")
