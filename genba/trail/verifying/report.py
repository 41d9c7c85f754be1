"""What a verification has found, in sentences."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

MOST_NAMED = 1000


class Kind(StrEnum):
    """What was done to the trail."""

    CHANGED = "changed"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    SEAL = "seal"
    TILE = "tile"
    TREE = "tree"
    CHECKPOINT = "checkpoint"
    SIGNATURE = "signature"
    SIGNED = "signed"
    REWRITTEN = "rewritten"
    CUT = "cut"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was sealed."""

    kind: Kind
    sentence: str
    fact: int | None = None
    leaf: int | None = None


@dataclass
class Report:
    """Everything that one verification says. `notes` are worth knowing and no faults."""

    facts: int = 0
    waiting: int = 0
    own_checkpoints: int = 0
    outside_checkpoints: int = 0
    stamps: int = 0
    seconds: float = 0.0
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether nothing was altered."""
        return not self.counts

    def add(self, kind: Kind, sentence: str, *, fact: int | None = None, leaf: int | None = None) -> None:
        """Name one thing; beyond a thousand they are only counted."""
        self.counts[kind] += 1
        if len(self.findings) < MOST_NAMED:
            self.findings.append(Finding(kind, sentence, fact, leaf))

    def as_json(self) -> dict[str, Any]:
        """The report for machines."""
        return {
            **{name: value for name, value in asdict(self).items() if name not in {"findings", "counts"}},
            "good": self.is_good,
            "counts": dict(self.counts),
            "findings": [asdict(finding) for finding in self.findings],
        }
