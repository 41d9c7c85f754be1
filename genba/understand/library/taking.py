"""How a metric of the library becomes one of ours, and which of them are there already."""

from collections.abc import Sequence
from dataclasses import dataclass

from genba.people.models import Person
from genba.understand.library.ready import GROUPS, Ready, Words, found_by, ready_named
from genba.understand.models import Metric


@dataclass(frozen=True)
class OnShelf:
    """A ready metric as the page shows it: its words of choice, its counter, and those made of it already."""

    ready: Ready
    better: Words
    role: Words
    counter: Ready | None
    taken: Sequence[Metric]


def shelf(person: Person, words: str) -> list[tuple[Words, list[OnShelf]]]:
    """The library by its groups, narrowed to what says these words."""
    taken: dict[str, list[Metric]] = {}
    for metric in Metric.objects.visible_to(person).current().exclude(library=""):
        taken.setdefault(metric.library, []).append(metric)
    found = found_by(words)
    groups = [
        (label, [_on_shelf(one, taken.get(one.code, [])) for one in found if one.group == group])
        for group, label in GROUPS.items()
    ]
    return [(label, shown) for label, shown in groups if shown]


def fill_in(metric: Metric, ready: Ready) -> None:
    """Say of a new metric what the library says; everything may be changed before it is kept."""
    metric.library, metric.computes = ready.code, ready.computes
    metric.name, metric.definition, metric.unit = str(ready.name), str(ready.definition), str(ready.unit)
    metric.how_measured = str(ready.how)
    metric.shape, metric.per, metric.better, metric.role = ready.shape, ready.per, ready.better, ready.role
    metric.rhythm, metric.may_be_negative = ready.rhythm, ready.may_be_negative
    metric.review = Metric.Rhythm.QUARTER if ready.rhythm == Metric.Rhythm.QUARTER else Metric.Rhythm.MONTH


def _on_shelf(ready: Ready, taken: Sequence[Metric]) -> OnShelf:
    better, role = Metric.Better(ready.better).label, Metric.Role(ready.role).label
    return OnShelf(ready, better, role, ready_named(ready.counter), taken)
