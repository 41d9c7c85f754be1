"""How often the rules for blame and ownership are right, on gold sentences (`python -m benchmarks.blame`
writes the tables).

The floor is what issue 5 asks for: precision 0.85, recall 0.6 and 95 % of contrast pairs on the half that
rules were not written on.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.gold import HELD_OUT, LANGUAGES, TUNE, UNSEEN, part
from genba.analysis.blame.flags import flags, ownership

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "blame.md"
BEGIN, END = "<!-- begin: python -m benchmarks.blame -->", "<!-- end -->"
NAMES = {"en": "English", "de": "German", "es": "Spanish", "fr": "French"}
KINDS = ("judgement", "omission", "counterfactual", "sanction", "trait", "polite", "irony")


@dataclass(frozen=True)
class Score:
    """Counts for one part of one gold set, and what follows from them."""

    right: int  # flagged as it is labelled
    wrong: int  # flagged, and labelled otherwise
    missed: int  # labelled, and not flagged so
    pairs: int
    pairs_right: int

    @property
    def precision(self) -> float:
        """Right flags among all flags."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Right flags among all that should be flagged."""
        return self.right / (self.right + self.missed)

    @property
    def contrast(self) -> float:
        """Contrast pairs of which both sentences are right."""
        return self.pairs_right / self.pairs


def told(subject: str, text: str, language: str) -> str:
    """The label that the rules give to a sentence; `others` wins over `ours`."""
    if subject == "blame":
        return "blame" if flags(text, language) else "none"
    kinds = {flag.kind for flag in ownership(text, language)}
    return next((kind for kind in ("others", "ours") if kind in kinds), "none")


def score(subject: str, language: str, name: str) -> Score:
    """Count one part of a gold set."""
    right = wrong = missed = 0
    pairs: dict[str, list[bool]] = defaultdict(list)
    for one in part(subject, language, name):
        said = told(subject, one.text, language)
        right += said == one.label != "none"
        wrong += said not in ("none", one.label)
        missed += one.label not in ("none", said)
        if one.pair:
            pairs[one.pair].append(said == one.label)
    return Score(right, wrong, missed, len(pairs), sum(all(both) for both in pairs.values()))


def interval(hits: int, of: int) -> str:
    """The 95 % interval of a share (Wilson 1927), in words for a table."""
    z, share = 1.96, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return f"{share:.2f} ({max(0.0, middle - reach):.2f}–{min(1.0, middle + reach):.2f})"


def tables() -> str:
    """Everything that stands between the marks of the page."""
    return "\n".join([*_table("blame"), "", *_table("ownership"), "", *_by_kind(), "", *_refused()])


def page() -> str:
    """The page with its tables as the rules give them now."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}"


def _table(subject: str) -> Iterable[str]:
    yield f"**{subject.capitalize()}**, with 95 % intervals (Wilson):"
    yield ""
    yield "| language | part | sentences | precision | recall | contrast pairs right |"
    yield "|---|---|---|---|---|---|"
    for language in LANGUAGES:
        for name in (UNSEEN, HELD_OUT, TUNE):
            got = score(subject, language, name)
            sure = interval(got.right, got.right + got.wrong)
            found = interval(got.right, got.right + got.missed)
            number = len(part(subject, language, name))
            pairs = f"{got.pairs_right} of {got.pairs}"
            yield f"| {NAMES[language]} | {name} | {number} | {sure} | {found} | {pairs} |"


def _by_kind() -> Iterable[str]:
    yield "**Blame that was found, by kind**, held-out half:"
    yield ""
    yield f"| language | {' | '.join(KINDS)} |"
    yield f"|---|{'---|' * len(KINDS)}"
    for language in LANGUAGES:
        cells = []
        for kind in KINDS:
            of = [one for one in part("blame", language, HELD_OUT) if one.kind == kind]
            found = sum(bool(flags(one.text, language)) for one in of)
            cells.append(f"{found} of {len(of)}")
        yield f"| {NAMES[language]} | {' | '.join(cells)} |"


def _refused() -> Iterable[str]:
    kinds = ("system", "negation", "quotation", "hypothetical", "praise", "agentless", "fact", "trap")
    yield "**Sentences without blame that were left alone, by kind**, held-out half:"
    yield ""
    yield f"| language | {' | '.join(kinds)} |"
    yield f"|---|{'---|' * len(kinds)}"
    for language in LANGUAGES:
        cells = []
        for kind in kinds:
            of = [one for one in part("blame", language, HELD_OUT) if one.kind == kind]
            alone = sum(not flags(one.text, language) for one in of)
            cells.append(f"{alone} of {len(of)}")
        yield f"| {NAMES[language]} | {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(tables())
