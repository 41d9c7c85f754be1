"""Facts hold numbers, ids and codes. What could be a name or somebody's words is refused."""

import re
from typing import Any

CODE = re.compile(r"[a-z0-9_.:/+-]*", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)?", re.ASCII)
LONGEST_CODE = 128


class WordsInFactError(ValueError):
    """A fact was to be written with something in it that is no number, id or code."""


def refuse_words(kind: str, data: dict[str, Any]) -> None:
    """Let numbers, switches, dates and codes in small letters pass. Raises WordsInFactError for all else.

    A fact can never be changed, so a name in one could never be erased.
    """
    for name, value in data.items():
        if not _is_wordless(value):
            message = f"{kind} holds something in “{name}” that is no number, id or code."
            raise WordsInFactError(message)


def _is_wordless(value: Any) -> bool:
    if value is None or isinstance(value, bool | int | float):
        return True
    if isinstance(value, str):
        text = str(value)
        return len(text) <= LONGEST_CODE and bool(CODE.fullmatch(text) or MOMENT.fullmatch(text))
    if isinstance(value, list | tuple):
        return all(_is_wordless(one) for one in value)
    if isinstance(value, dict):
        return all(_is_wordless(one) for pair in value.items() for one in pair)
    return False
