"""Turns what does not fit into sentences that name the fact."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from genba.analysis.merkle import Frontier
from genba.trail.models import Fact, Leaf
from genba.trail.verifying.judging import Doubt, Root, Trust
from genba.trail.verifying.report import Kind, Report

WIDEST_STRETCH = 65_536
NAMED = 20


def explain_doubts(report: Report, doubts: Sequence[Doubt]) -> None:
    """Name leaves whose rows are not what the tiles say was sealed."""
    if _were_shifted(report, doubts):
        return
    rows, copies = Counter(doubt.row for doubt in doubts), Counter(doubt.copy for doubt in doubts)
    for doubt in doubts:
        if doubt.actual == doubt.copy:
            words = f"The seal of fact {doubt.fact} was altered (leaf {doubt.number}); the fact is as sealed."
            report.add(Kind.SEAL, words, fact=doubt.fact, leaf=doubt.number)
        elif rows[doubt.copy] and copies[doubt.row]:
            _moved(report, doubt.fact, doubt.number)
        else:
            words = f"Fact {doubt.fact} was changed together with its seal (leaf {doubt.number})."
            report.add(Kind.CHANGED, words, fact=doubt.fact, leaf=doubt.number)


def explain_stretch(report: Report, good: Frontier, root: Root) -> None:
    """Name what lies between the last root that fits and one that does not."""
    if root.trust is Trust.KEPT and root.size == good.size:
        report.add(
            Kind.TREE, "The root that the sealer keeps was altered; the facts are as they were signed."
        )
        return
    start, stop = good.size, root.size
    out_of_place = _out_of_place(good, root) if stop - start <= WIDEST_STRETCH else []
    for number, fact in out_of_place:
        _moved(report, fact, number)
    if out_of_place:
        return
    facts = list(
        Leaf.objects.filter(number__gte=start, number__lt=stop).values_list("fact_id", flat=True)[: NAMED + 1]
    )
    named = ", ".join(map(str, facts[:NAMED])) + (" …" if len(facts) > NAMED else "")
    last = f"leaf {start} to leaf {stop - 1}" if stop - start > 1 else f"leaf {start}"
    kept = root.trust is Trust.KEPT
    report.add(
        Kind.TREE if kept else Kind.REWRITTEN,
        f"The trail does not lead to {root.source}. "
        + (
            "The root that the sealer keeps or the newest seals were altered: "
            if kept
            else "A fact was changed, deleted, inserted or moved together with its seals: "
        )
        + f"{last} (facts {named}).",
        leaf=start,
    )


def _were_shifted(report: Report, doubts: Sequence[Doubt]) -> bool:
    """One leaf pushed in or pulled out moves all that follow: name the one, not the many."""
    if len(doubts) < 3 or any(late.number - early.number != 1 for early, late in pairwise(doubts)):
        return False
    rows, copies, first = [d.row for d in doubts], [d.copy for d in doubts], doubts[0]
    if rows[1:-1] == copies[:-2]:
        report.add(
            Kind.INSERTED,
            f"Fact {first.fact} was inserted as leaf {first.number}; every later leaf was moved.",
            fact=first.fact,
            leaf=first.number,
        )
        return True
    if rows[:-2] == copies[1:-1]:
        before = Leaf.objects.filter(number=first.number - 1).values_list("fact_id", flat=True).first()
        report.add(
            Kind.DELETED,
            f"The fact of leaf {first.number} was deleted, between facts {before} and {first.fact}; "
            "every later leaf was moved.",
            leaf=first.number,
        )
        return True
    return False


def _out_of_place(good: Frontier, root: Root) -> list[tuple[int, int]]:
    """The leaves that changed places, where putting them in the order of their facts leads to the root."""
    found = Leaf.objects.filter(number__gte=good.size, number__lt=root.size).order_by("number")
    leaves = [(fact, bytes(leaf)) for fact, leaf in found.values_list("fact_id", "hash")]
    in_order = sorted(leaves)
    tree = good.copy()
    tree.extend(leaf for _fact, leaf in in_order)
    if tree.root() != root.root or tree.size != root.size:
        return []
    return [
        (good.size + place, leaf[0])
        for place, (leaf, other) in enumerate(zip(leaves, in_order, strict=True))
        if leaf != other
    ]


def _moved(report: Report, fact: int | None, number: int) -> None:
    words = f"Fact {fact} was moved to another place in the order of the trail (now leaf {number})."
    report.add(Kind.REORDERED, words, fact=fact, leaf=number)


def changed(report: Report, number: int, fact: int | None) -> None:
    """A fact is there and is not what was sealed."""
    still = Fact.objects.filter(pk=fact or 0).values_list("name", "subject_kind", "subject_id").first()
    told = f"; now “{still[0]}” of {still[1]}:{still[2]}" if still else ""
    words = f"Fact {fact} was changed after it was sealed (leaf {number}{told})."
    report.add(Kind.CHANGED, words, fact=fact, leaf=number)


def deleted(report: Report, number: int, fact: int) -> None:
    """A leaf is there and its fact is not."""
    report.add(Kind.DELETED, f"Fact {fact} was deleted (leaf {number}).", fact=fact, leaf=number)


def missing_leaf(report: Report, number: int, before: int | None) -> None:
    """A number is missing among the leaves."""
    behind = f", behind fact {before}" if before is not None else ""
    report.add(Kind.DELETED, f"Leaf {number} is missing{behind}: its seal was deleted.", leaf=number)


def unsealed(report: Report, fact: int) -> None:
    """A fact has no leaf though later ones have."""
    still = Fact.objects.filter(pk=fact).values_list("name", "subject_kind", "subject_id").first()
    told = f" (“{still[0]}” of {still[1]}:{still[2]})" if still else ""
    words = (
        f"Fact {fact}{told} has no seal though later ones have: it was inserted, or its seal was taken away."
    )
    report.add(Kind.INSERTED, words, fact=fact)
