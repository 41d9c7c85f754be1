"""Guess which column fills which field, by the names and by what stands in the columns."""

from collections.abc import Mapping, Sequence

from genba.sources.dates import looks_like_date
from genba.sources.numbers import looks_like_number
from genba.sources.table import Cell, Row, Table, cell_text, is_blank
from genba.sources.values import FALSE_WORDS, TRUE_WORDS, FieldSpec, plain

Mapped = dict[str, str]
"""Which field each column fills: heading → name of the field."""

ENOUGH = 0.5
SAMPLE_ROWS = 200
LONGEST_CHOICE = 60


def guess_mapping(table: Table, fields: Sequence[FieldSpec]) -> Mapped:
    """Return the most likely mapping: each field at most once, columns that fit nothing left out."""
    sample = table.sample(SAMPLE_ROWS)
    scores = [
        (score, -order, index, field.name)
        for index, column in enumerate(table.columns)
        for order, field in enumerate(fields)
        if (score := _score(column, _filled(sample, index), field)) >= ENOUGH
    ]
    mapped: Mapped = {}
    for *_, index, name in sorted(scores, reverse=True):
        column = table.columns[index]
        if column not in mapped and name not in mapped.values():
            mapped[column] = name
    return {column: mapped[column] for column in table.columns if column in mapped}


def valid_mapping(mapping: Mapping[str, str], columns: Sequence[str], fields: Sequence[FieldSpec]) -> Mapped:
    """Keep of a mapping what fits this table and these fields, each field once (the first column wins)."""
    names = {field.name for field in fields}
    kept: Mapped = {}
    for column in columns:
        name = mapping.get(column, "")
        if name in names and name not in kept.values():
            kept[column] = name
    return kept


def missing_fields(mapping: Mapping[str, str], fields: Sequence[FieldSpec]) -> list[FieldSpec]:
    """Return the required fields that no column fills."""
    filled = set(mapping.values())
    return [field for field in fields if field.required and field.name not in filled]


def samples(table: Table, count: int = 3) -> dict[str, list[str]]:
    """Return for each column a few different values that stand in it."""
    rows = table.sample(SAMPLE_ROWS)
    return {
        column: list(dict.fromkeys(cell_text(cell).strip() for cell in _filled(rows, index)))[:count]
        for index, column in enumerate(table.columns)
    }


def _filled(sample: Sequence[Row], index: int) -> list[Cell]:
    return [row.cells[index] for row in sample if not is_blank(row.cells[index])]


def _score(column: str, cells: Sequence[Cell], field: FieldSpec) -> float:
    """How well the column fits the field: the name counts most, the content can forbid or confirm."""
    by_name = _name_score(column, field)
    if not cells:
        return by_name * 0.8
    by_content = _content_score(cells, field)
    if by_content == 0:
        return 0.0
    return by_name * 0.8 + by_content * 0.2 if by_name else _by_content_alone(by_content, field)


def _by_content_alone(score: float, field: FieldSpec) -> float:
    """Only contents that hardly anything else has speak for themselves."""
    return 0.55 * score if field.kind in {"email", "choice"} and score > 0.9 else 0.0


def _name_score(column: str, field: FieldSpec) -> float:
    name = plain(column)
    names = [plain(word) for word in (field.name, str(field.label), *field.synonyms)]
    if name in names:
        return 1.0 - 0.01 * min(names.index(name), 20)
    if name.replace(" ", "") in {word.replace(" ", "") for word in names}:
        return 0.79
    words = set(name.split())
    best = 0.0
    for candidate in filter(None, names):
        parts = set(candidate.split())
        if parts <= words:
            best = max(best, 0.6 + 0.15 * len(parts) / len(words))
        elif len(candidate) >= 5 and candidate in name:
            best = max(best, 0.55)
    return best


def _content_score(cells: Sequence[Cell], field: FieldSpec) -> float:
    """Share of the sampled cells that fit the kind of the field; 0 forbids the match."""
    share = _share(cells, field)
    floors = {"date": 0.5, "datetime": 0.5, "number": 0.5, "truth": 0.8, "choice": 0.3, "email": 0.5}
    return share if share >= floors.get(field.kind, 0.0) else 0.0


def _share(cells: Sequence[Cell], field: FieldSpec) -> float:
    texts = [cell_text(cell).strip() for cell in cells]
    if field.kind == "id":
        return len(set(texts)) / len(texts) if len(set(texts)) > 0.8 * len(texts) else 0.0
    if field.kind in {"date", "datetime"}:
        fits = [
            not isinstance(cell, str) or looks_like_date(cell) or cell.strip().isdigit() for cell in cells
        ]
    elif field.kind == "number":
        fits = [not isinstance(cell, str) or looks_like_number(cell) for cell in cells]
    elif field.kind == "choice":
        meanings = {plain(word) for value, words in field.choices.items() for word in (value, *words)}
        fits = [len(text) <= LONGEST_CHOICE and plain(text) in meanings for text in texts]
    elif field.kind == "email":
        fits = ["@" in text for text in texts]
    elif field.kind == "truth":
        fits = [text.casefold() in TRUE_WORDS | FALSE_WORDS for text in texts]
    else:
        return 0.5 + 0.5 * (not all(map(looks_like_number, texts)))
    return sum(fits) / len(fits)
