"""How a report can be begun by another page: some words, a kind and what it is about, in the address.

Nothing is sent by itself: whoever opens the form reads it, changes it and sends it, or not. What it is about
is only taken along under a name, and only where the sender could have seen it.
"""

from collections.abc import Mapping

from django.db.models import Model

from genba.listen.models import Report
from genba.people.models import Person
from genba.people.subjects import find
from genba.trail.models import Link
from genba.trail.subjects import kind_of
from genba.work.checks.running import key_of
from genba.work.models import Run, StepResult

LONGEST = 1000
LONGEST_ABOUT = 120
ABOUT = "is about"


def begun_with(asked: Mapping[str, str]) -> dict[str, str]:
    """What the address fills in: text, kind, about. Whatever does not fit is left out."""
    text = asked.get("text", "").replace("\0", "")[:LONGEST]
    kind, about = asked.get("kind", ""), asked.get("about", "")
    return {
        "text": text,
        "kind": kind if kind in Report.Kind.values else "",
        "about": about if len(about) <= LONGEST_ABOUT else "",
    }


def tie_to_what_it_is_about(report: Report, about: str, *, by: Person) -> None:
    """Link a named report to the result at a step of a check, and to the step. Else nothing happens."""
    result = _result(about, by)
    if result is None:
        return
    targets: list[Model] = [result, result.step]
    for target in targets:
        Link.objects.tie(report, target, meaning=ABOUT)


def _result(about: str, by: Person) -> StepResult | None:
    kind, _colon, key = about.partition(":")
    if kind == kind_of(StepResult):
        found = find(by, kind, key)
        return found[1] if found else None
    client_key, _colon, position = key.partition(":")
    if kind != kind_of(Run) or not (position.isascii() and position.isdecimal() and len(position) < 5):
        return None
    own = StepResult.objects.filter(run__client_key=key_of(by, client_key) or "", position=int(position))
    return own.select_related("step").first()
