"""The place in a text where the words were found, with the words marked. The same on every database."""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

LETTERS_BEFORE, LETTERS_AFTER = 60, 140
LONGEST_LOOK = 20_000


def fold(text: str) -> str:
    """Without case and accents, as the search compares words."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    ).lower()


def excerpt(text: str, words: Iterable[str], *, whole: bool = False) -> SafeString:
    """The text around the first found word as HTML, each found word in <mark>; everything else escaped.

    Without a found word it is the beginning. `whole` keeps all of the text (for titles).
    """
    text = text[:LONGEST_LOOK]
    spots = _spots(text, list(words))
    start, end = (0, len(text)) if whole else _window(text, spots)
    pieces, place = [], start
    for first, last in spots:
        if first < place or last > end:
            continue
        pieces += [(_flat(text[place:first]), _flat(text[first:last]))]
        place = last
    marked = format_html_join("", "{}<mark>{}</mark>", pieces)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}{}", before, marked, _flat(text[place:end]), after)


def _spots(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Where words stand in the text, found in its folded form and told in places of the text itself."""
    folded, places = _folded_with_places(text)
    wanted = [part for word in words for part in re.findall(r"\w+", fold(word))]
    if not wanted:
        return []
    pattern = r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(wanted, key=len, reverse=True))) + r")\w*"
    return [(places[found.start()], places[found.end() - 1] + 1) for found in re.finditer(pattern, folded)]


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for part in fold(letter):
            letters.append(part)
            places.append(place)
    return "".join(letters), places


def _window(text: str, spots: list[tuple[int, int]]) -> tuple[int, int]:
    first = spots[0][0] if spots else 0
    start = max(0, first - LETTERS_BEFORE)
    if start:
        start = text.find(" ", start, first) + 1 or start
    end = min(len(text), first + LETTERS_AFTER)
    if end < len(text):
        gap = text.rfind(" ", first, end)
        end = gap if gap > first else end
    return start, end


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
