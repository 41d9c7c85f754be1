"""How a sentence that says what to do is told from one that tells about it. English and German.

The rules are plain: a counted item, a verb of doing at the beginning, *must* or *shall* with somebody who
does it. They miss things and take things too many; that is why everything is shown before it is taken over.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

VERBS: Final = frozenset(Path(__file__).with_name("doings.txt").read_text(encoding="utf-8").split())
GERMAN: Final = re.compile(
    r"^(?:bitte\s+)?(?:(?P<first>\w+(?:e|en|n))\s+sie\b|.{3,160}\b\w{3,}(?:en|ern|eln)[.!;]?$)", re.I
)
MUST: Final = re.compile(
    r"^(?:(?:the|each|every|all|an?|any|der|die|das|jeder)\s+)?(?P<who>[^,.;:]{2,60}?)\s+"
    r"(?:shall|must|will|should|has to|have to|is to|are to|muss|müssen)\s+(?!be\b|not\b|have\b)(?P<what>.+)",
    re.I | re.S,
)
OBLIGED: Final = re.compile(r"\b(?:shall|must|muss|müssen|has to|have to)\b", re.I)
NOTE: Final = re.compile(
    r"^(?:note|notes|caution|warning|important|reason|rationale|because|why|hinweis|achtung|warnung|grund|"
    r"warum)\b\s*[:.!–—-]|^(?:because|weil)\b",
    re.I,
)
BACKGROUND: Final = re.compile(
    r"\b(?:purpose|scope|definitions?|references?|responsibilit\w+|abbreviations?|acronyms?|revision|history|"
    r"approvals?|distribution|records?|background|introduction|general|application|glossary|contents|summary|"
    r"training|foreword|disclaimer|bibliography|appendi\w+ of forms|objective|applicability|compliance|zweck|"
    r"geltungsbereich|begriffe|definitionen|verantwortlich\w+|zuständigkeiten|mitgeltende|änderungs\w+|"
    r"verteiler|inhalt\w*|einleitung|allgemeines|anlagen|aufzeichnungen|requirements)\b",
    re.I,
)
DOING_SECTION: Final = re.compile(
    r"\b(?:procedures?|steps?|sequence|instructions?|method|how to|work flow|ablauf|durchführung|vorgehen)\b",
    re.I,
)
COLUMNS: Final = (
    ("what", r"\b(?:what|steps?|actions?|activit\w+|tasks?|instruction\w*|tätigkeit\w*|schritte?|was)\b"),
    ("who", r"\b(?:who|responsible|responsibility|roles?|by whom|owner|wer|verantwort\w*|zuständig\w*)\b"),
    ("how_well", r"\b(?:how well|acceptance|criteri\w+|requirement|target|limits?|kriteri\w+|soll)\b"),
    ("tools", r"\b(?:tools?|equipment|materials?|with|form|werkzeuge?|hilfsmittel|womit)\b"),
    ("minutes", r"\b(?:time|minutes|duration|dauer|zeit|minuten)\b"),
    ("why", r"\b(?:why|reasons?|purpose|notes?|remarks?|risk|warum|grund|hinweis\w*|bemerkung\w*)\b"),
)  # fmt: skip
MINUTES: Final = re.compile(
    r"\b(?:within|for|at most|no (?:more|longer) than|up to|innerhalb von|höchstens)\s+"
    r"(\d{1,4})\s*(minutes?|min|minuten|hours?|h|stunden?)\b",
    re.I,
)
LIMITS: Final = re.compile(
    r"(?:between\s+|zwischen\s+)?(-?\d{1,6}(?:\.\d{1,4})?)\s*(?:–|to|and|und|bis)\s*(-?\d{1,6}(?:\.\d{1,4})?)\s*"
    r"(°C|°F|Nm|bar|mbar|psi|mm|cm|kg|g|ml|l|V|A|%|rpm|pH)(?![\w])"
)
SKIPPED: Final = re.compile(
    r"^\(?(?:optional\w*|if (?:necessary|needed|required|applicable|possible)|where applicable|bei bedarf|"
    r"falls nötig)\b|\b(?:if (?:necessary|needed|applicable)|optional|bei bedarf)\)?[.]?$",
    re.I,
)
REPEATED: Final = re.compile(r"^repeat\b|\brepeat (?:this|until|as)\b|\bwiederholen\b", re.I)
MARKERS: Final = re.compile(
    r"^(?:then|next|now|first|finally|please|carefully|immediately|always|dann|bitte)[, ]+", re.I
)
CONDITION: Final = re.compile(
    r"^(?:if|when|after|before|once|where|upon|as soon as|wenn|falls|nach|vor)\b[^,]{2,140},\s+", re.I
)
GERMAN_WORDS: Final = re.compile(r"[äöüß]|\b(?:der|die|das|den|und|mit)\b", re.I)
SOMEBODY: Final = re.compile(
    r"(?:er|or|ist|ian|ee|ees|ers|ors|staff|personnel|team|lead|nurse|crew|anybody|everybody|person|people|"
    r"employer|in|innen)$",
    re.I,
)
NOBODY: Final = re.compile(
    r"(?:container|paper|number|computer|water|cover|timer|breaker|power|order|sensor|motor|filter)$", re.I
)
MOST_MINUTES: Final = 60 * 24 * 7


@dataclass(frozen=True)
class Said:
    """Somebody and what they do."""

    what: str
    who: str = ""


def is_background(heading: str) -> bool:
    """Whether a section of this name tells about the procedure, not what to do."""
    return bool(BACKGROUND.search(heading)) and not DOING_SECTION.search(heading)


def is_note(text: str) -> bool:
    """Whether it explains the step before."""
    return bool(NOTE.match(text))


def begins_with_a_doing(text: str) -> bool:
    """Whether the first sentence tells somebody to do something, with the verb at its beginning."""
    rest = CONDITION.sub("", text.strip())
    rest = MARKERS.sub("", rest)
    first = re.match(r"[\w-]+", rest)
    if first and first[0].lower() in VERBS:
        return True
    found = MUST.match(text)
    if found and _is_somebody(found["who"]):
        return True
    return bool(GERMAN_WORDS.search(text) and GERMAN.match(text))


def is_doing(text: str) -> bool:
    """Whether it asks for something to be done, in whatever form."""
    return begins_with_a_doing(text) or bool(OBLIGED.search(text))


def who_and_what(text: str) -> Said:
    """Take “The operator shall close the valve” apart."""
    found = MUST.match(text)
    if found is None or not _is_somebody(found["who"]):
        return Said(text)
    what = found["what"].strip()
    return Said(what[:1].upper() + what[1:], found["who"][:1].upper() + found["who"][1:])


def _is_somebody(words: str) -> bool:
    """People do things; a machine, a procedure or a device does not."""
    said = words.strip()
    return bool(SOMEBODY.search(said)) and not NOBODY.search(said)


def details_of(text: str) -> dict[str, Any]:
    """Time limit, limits of a value and marks, where a sentence names them plainly."""
    found: dict[str, Any] = {}
    if time := MINUTES.search(text):
        minutes = int(time[1]) * (60 if time[2].lower().startswith(("h", "s")) else 1)
        if 0 < minutes <= MOST_MINUTES:
            found["minutes"] = minutes
    if limits := LIMITS.search(text):
        low, high = float(limits[1]), float(limits[2])
        if low < high:
            found |= {"low": low, "high": high, "unit": limits[3]}
    if SKIPPED.search(text.strip()):
        found["may_be_skipped"] = True
    if REPEATED.search(text.strip()):
        found["may_be_repeated"] = True
    return found


def column_of(head: str) -> str:
    """Which field of a step a column holds; empty for none."""
    return next((name for name, pattern in COLUMNS if re.search(pattern, head, re.I)), "")
