"""How words are set into a drawing: in lines that are short enough, measured without the reader's letters."""

import unicodedata

WIDE = {"W", "F"}


def width_of(text: str, size: float) -> float:
    """About how wide a text is, in the unit of the letter size; rather too much than too little."""
    return sum(_share(letter) for letter in text) * size


def lines_of(text: str, *, room: float, size: float, most: int) -> list[str]:
    """The text in at most so many lines, each as wide as the room; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        for piece in _pieces(word, room, size):
            longer = f"{lines[-1]} {piece}" if lines else piece
            if lines and width_of(longer, size) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _cut(lines[most - 1], room, size)]


def _share(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in WIDE:
        return 1.05
    if letter.isupper() or letter in "mwMW@%":
        return 0.74
    return 0.34 if letter in " .,:;!|iIlj'·" else 0.57


def _pieces(word: str, room: float, size: float) -> list[str]:
    """A word that is too long for a line, in pieces."""
    pieces = [""]
    for letter in word:
        if width_of(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _cut(line: str, room: float, size: float) -> str:
    while line and width_of(f"{line}…", size) > room:
        line = line[:-1]
    return f"{line.rstrip()}…"
