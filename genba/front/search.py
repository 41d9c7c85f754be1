"""Search: one function over everything that a person may see, on SQLite and on PostgreSQL."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.safestring import SafeString

from genba.front.excerpt import excerpt, fold
from genba.front.full_text import Index
from genba.people.models import Person
from genba.people.subjects import Subject, all_subjects

MOST_LETTERS = 200
MOST_WORDS = 8
SHORTEST_PREFIX = 2
WINDOW = (
    300  # as many matches of a kind are ranked; what matches more often than that is not told apart by rank
)

INDEXES: Final = {
    "listen.report": Index("listen_report", "id", ("text", "outcome")),
    "improve.card": Index("improve_card", "id", ("title", "text")),
    "improve.board": Index("improve_board", "id", ("name",)),
    "work.procedure": Index("work_procedure", "id", ("code", "title", "words")),
    "work.process": Index("work_process", "id", ("name", "purpose")),
    "work.valuestream": Index("work_valuestream", "id", ("name", "purpose")),
    "work.shadowtool": Index("work_shadowtool", "id", ("sentence", "lacks")),
    "work.document": Index("work_document", "id", ("code", "title", "words")),
    "work.equipment": Index("work_equipment", "id", ("code", "name", "serial", "kind")),
    "work.skill": Index("work_skill", "id", ("name", "meaning")),
    "understand.metric": Index("understand_metric", "id", ("name", "definition")),
    "people.person": Index("people_person", "id", ("name",)),
    "people.place": Index("people_place", "id", ("name",)),
    "people.team": Index("people_team", "id", ("name",)),
    "people.site": Index("people_site", "id", ("name", "town")),
}


@dataclass(frozen=True)
class Hit:
    """One record that was found, as the page and the palette show it."""

    subject: Subject
    record: Any
    title: str
    url: str
    note: str
    marked_title: SafeString
    excerpt: SafeString


@dataclass(frozen=True)
class Word:
    """One word or phrase that is looked for."""

    text: str
    is_open: bool = False  # also matches words that only begin with it


def search(
    person: Person | None, words: str, *, kinds: Iterable[str] | None = None, limit: int = 20
) -> list[Hit]:
    """The best `limit` records of each kind that hold all the words, as far as the person may see them.

    Words are matched whatever their case and accents; the last one may be only begun; "a phrase" stands in
    quotes. Whatever is typed, nothing is raised.
    """
    asked = parse(words)
    wanted = [subject for subject in searched_subjects() if kinds is None or subject.kind in set(kinds)]
    if not asked or not wanted:
        return []
    ranked = _ranked(asked, [subject.kind for subject in wanted])
    return [hit for subject in wanted for hit in _hits(subject, person, asked, ranked, limit)]


def searched_subjects() -> list[Subject]:
    """The kinds of record that can be found, in the order in which the page shows them."""
    known = {subject.kind: subject for subject in all_subjects() if subject.searched}
    return [known[kind] for kind in INDEXES if kind in known]


def parse(words: str) -> list[Word]:
    """The words and phrases in what somebody typed; signs that mean nothing to us are left out."""
    pieces = re.findall(r'"([^"]*)"?|([^\s"]+)', words.replace("\0", " ")[:MOST_LETTERS])
    found = [
        (phrase or word, bool(word))
        for phrase, word in pieces
        if any(letter.isalnum() for letter in phrase or word)
    ][:MOST_WORDS]
    return [
        Word(text, is_open=is_word and place == len(found) - 1 and len(text) >= SHORTEST_PREFIX)
        for place, (text, is_word) in enumerate(found)
    ]


def _hits(
    subject: Subject, person: Person | None, asked: list[Word], ranked: dict[str, list[int]], limit: int
) -> Iterable[Hit]:
    keys = ranked.get(subject.kind, [])
    if not keys:
        return
    found = _visible(subject.visible_to(person), keys, limit)
    if len(found) < limit and len(keys) == WINDOW:
        found = _visible_among_all(subject, person, asked, limit)
    for record in found:
        yield _hit(subject, record, [word.text for word in asked])


def _visible(visible: QuerySet[Any], keys: list[int], limit: int) -> list[Any]:
    """The best that may be seen. Whoever sees most finds enough among the first, and nothing more is read."""
    found = _in_rank(visible, keys[: 2 * limit])
    if len(found) < limit and len(keys) > 2 * limit:
        found = _in_rank(visible, keys)
    return found[:limit]


def _in_rank(visible: QuerySet[Any], keys: list[int]) -> list[Any]:
    rank = {key: place for place, key in enumerate(keys)}
    return sorted(visible.filter(pk__in=keys), key=lambda record: rank[record.pk])


def _visible_among_all(subject: Subject, person: Person | None, asked: list[Word], limit: int) -> list[Any]:
    """For a frequent word and somebody who sees little: look among all matches, without rank."""
    index = INDEXES[subject.kind]
    if connection.vendor == "sqlite":
        sql, query = f"SELECT rowid FROM {index.name} WHERE {index.name} MATCH %s", _fts5(asked)  # noqa: S608
    else:
        sql = f"SELECT {index.pk} FROM {index.table} WHERE {index.vector} @@ to_tsquery('simple', %s)"  # noqa: S608
        query = _tsquery(asked)
    return list(subject.visible_to(person).filter(pk__in=RawSQL(sql, [query])).order_by("-pk")[:limit])  # noqa: S611


def _hit(subject: Subject, record: Any, asked: list[str]) -> Hit:
    title = subject.title(record)
    texts = [str(getattr(record, field, "") or "") for field in subject.searched]
    body = next((text for text in texts if text.strip() and text.strip() != title), "")
    return Hit(
        subject=subject,
        record=record,
        title=title,
        url=subject.url(record),
        note=subject.note(record),
        marked_title=excerpt(title, asked, whole=True),
        excerpt=excerpt(body, asked),
    )


def _ranked(asked: list[Word], kinds: list[str]) -> dict[str, list[int]]:
    """The keys of the best matches of each kind, in one question to the database."""
    one = _sqlite_part if connection.vendor == "sqlite" else _postgresql_part
    query = _fts5(asked) if connection.vendor == "sqlite" else _tsquery(asked)
    sql = " UNION ALL ".join(one(kind, INDEXES[kind]) for kind in kinds)
    with connection.cursor() as cursor:
        cursor.execute(sql, [query for _kind in kinds])
        rows = cursor.fetchall()
    found: dict[str, list[int]] = {}
    for kind, key, _score in sorted(rows, key=lambda row: row[2]):
        found.setdefault(kind, []).append(key)
    return found


def _sqlite_part(kind: str, index: Index) -> str:
    return (
        f"SELECT * FROM (SELECT '{kind}' AS kind, rowid AS id, bm25({index.name}, 4.0) AS score "  # noqa: S608
        f"FROM {index.name} WHERE {index.name} MATCH %s LIMIT {WINDOW})"
    )


def _postgresql_part(kind: str, index: Index) -> str:
    return (
        f"SELECT * FROM (SELECT '{kind}' AS kind, {index.pk} AS id, -ts_rank({index.vector}, asked) AS score "  # noqa: S608
        f"FROM {index.table}, to_tsquery('simple', %s) asked WHERE {index.vector} @@ asked LIMIT {WINDOW}) "
        f"{index.name}"
    )


def _fts5(asked: list[Word]) -> str:
    parts = ('"' + word.text.replace('"', '""') + '"' + ("*" if word.is_open else "") for word in asked)
    return " AND ".join(parts)


def _tsquery(asked: list[Word]) -> str:
    told = ((_only_words(word.text), word.is_open) for word in asked)
    return " & ".join(f"'{text}'" + (":*" if is_open else "") for text, is_open in told if text)


def _only_words(text: str) -> str:
    kept = (letter if unicodedata.category(letter)[0] in "LNM" else " " for letter in fold(text))
    return " ".join("".join(kept).split())
