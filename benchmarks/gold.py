"""The gold sentences under tests/gold: read and split in two halves; those that were seen while rules were
widened; and those of another writer that nobody has seen. See tests/gold/README.md."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "gold"
LANGUAGES = ("en", "de", "es", "fr")
TUNE, HELD_OUT, UNSEEN = "tune", "held-out", "another writer"


@dataclass(frozen=True)
class Sentence:
    """One labelled sentence. `pair` is empty unless it belongs to a contrast pair."""

    id: str
    pair: str
    label: str
    kind: str
    text: str

    @property
    def half(self) -> str:
        """`tune` or `held-out`: by the first byte of SHA-256 of the pair, or of the id where it has none."""
        return HELD_OUT if sha256((self.pair or self.id).encode()).digest()[0] % 2 else TUNE


def sentences(subject: str, language: str) -> list[Sentence]:
    """All gold sentences of `blame` or `ownership` in one language, in the order of the file."""
    return _read(FOLDER / f"{subject}.{language}.tsv")


def seen(subject: str, language: str) -> list[Sentence]:
    """The third part: sentences that were seen while rules were widened. They measure nothing any more and
    are in neither half; tests keep what was learned from them. Empty where a language has none."""
    path = FOLDER / "seen" / f"{subject}.{language}.tsv"
    return _read(path) if path.exists() else []


def part(subject: str, language: str, name: str) -> list[Sentence]:
    """One of the three that are measured: TUNE, HELD_OUT or UNSEEN."""
    if name == UNSEEN:
        return _read(FOLDER / "unseen" / f"{subject}.{language}.tsv")
    return [one for one in sentences(subject, language) if one.half == name]


def _read(path: Path) -> list[Sentence]:
    lines = path.read_text(encoding="utf-8").splitlines()
    if lines[0].split("\t") != ["id", "pair", "label", "kind", "text"]:
        message = f"{path.name} does not begin with the five columns"
        raise ValueError(message)
    return [Sentence(*line.split("\t")) for line in lines[1:]]
