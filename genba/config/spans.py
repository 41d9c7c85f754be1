"""Settings that are lengths of time: `12h`, `1d`, `2w`, `off`."""

import re
from datetime import timedelta

from genba.config.terminal import Refusal

UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def span_of(name: str, words: str) -> timedelta | None:
    """The length that the words mean; None for `off`. Raises Refusal."""
    if words.strip().lower() == "off":
        return None
    found = re.fullmatch(r"([1-9]\d{0,4})([hdw])", words.strip().lower())
    if found is None:
        message = f"{name} is “{words}”. Write a number with h, d or w for hours, days or weeks, or off."
        raise Refusal(message)
    return int(found[1]) * UNITS[found[2]]


def keep_of(name: str, words: str) -> tuple[int, int]:
    """How many daily and how many weekly ones: `7d 4w` is seven and four. Raises Refusal."""
    found = re.fullmatch(r"(?:(\d{1,4})d)?[\s,+]*(?:(\d{1,4})w)?", words.strip().lower())
    days, weeks = (int(found[1] or 0), int(found[2] or 0)) if found else (0, 0)
    if days + weeks == 0:
        message = f"{name} is “{words}”. Write how many daily and weekly backups to keep, for example 7d 4w."
        raise Refusal(message)
    return days, weeks
