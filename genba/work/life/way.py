"""The way of a version as a small picture: where it stands, what is missing, and who may do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.people.signing import signatures_under
from genba.trail.subjects import kind_of
from genba.work.life.approval import approvers, missing
from genba.work.models import Pilot, Procedure, Version
from genba.work.whole import whole_of

State = Version.State
MOST_NAMES = 3

DONE, HERE, AHEAD, SKIPPED = "done", "here", "ahead", "skipped"
CAME_OF_IT = {
    Pilot.Decision.GO_ON: _("tried, and it went on"),
    Pilot.Decision.CHANGE: _("tried, and then changed"),
    Pilot.Decision.STOP: _("tried, and stopped"),
}


@dataclass(frozen=True)
class Station:
    """One station of the way: done, here, ahead, or skipped (there was no pilot), with what came of it."""

    name: str
    words: str | Promise
    place: str
    note: str | Promise = ""


def way_of(version: Version, pilots: Sequence[Pilot]) -> list[Station]:
    """The stations of a version in their order. A pilot is offered, never forced. `pilots`: newest first."""
    names = (
        ("draft", _("Draft")),
        ("pilot", _("Pilot")),
        ("approval", _("Approval")),
        ("in_force", _("In force")),
    )
    reached = {State.DRAFT: 0, State.PILOT: 1, State.APPROVAL: 2, State.IN_FORCE: 3, State.REPLACED: 4}
    here = reached.get(State(version.state), -1)
    found = []
    for number, (name, words) in enumerate(names):
        place = DONE if number < here else HERE if number == here else AHEAD
        found.append(Station(name, words, place) if name != "pilot" else _pilot(words, place, pilots))
    return found


def _pilot(words: str | Promise, place: str, pilots: Sequence[Pilot]) -> Station:
    if not pilots and place == DONE:
        return Station("pilot", words, SKIPPED, _("skipped"))
    came = next((CAME_OF_IT[Pilot.Decision(one.decision)] for one in pilots if one.decision), "")
    return Station("pilot", words, place, came if place == DONE else "")


def life_of(person: Person, version: Version) -> dict[str, Any]:
    """Everything that the page tells of the life of the version that it shows."""
    procedure = version.procedure
    whole = whole_of(version, person)
    pilots, running = whole.pilots, whole.running
    may_change = procedure.may_be_changed_by(person)
    found: dict[str, Any] = {
        "version": version,
        "procedure": procedure,
        "way": way_of(version, pilots),
        "pilot": running,
        "learned": next((pilot for pilot in pilots if pilot.decision), None),
        "under_way": None if version.is_under_way else whole.under_way,
        "counts": whole.counts,
        "may_change": may_change,
        "is_due": procedure.review_on is not None and procedure.review_on <= timezone.localdate(),
        "signatures": signatures_under(kind_of(Version), version),
        "retirement": whole.retirement if procedure.retired_on else None,
    }
    return found | _what_is_next(person, version, running, may_change=may_change)


def _what_is_next(
    person: Person, version: Version, running: Pilot | None, *, may_change: bool
) -> dict[str, Any]:
    if version.state == State.APPROVAL:
        who = approvers(version)
        may_sign = any(one.pk == person.pk for one in who)
        return {"approvers": _some(who), "may_sign": may_sign, "may_send_back": may_sign or may_change}
    if version.state in {State.DRAFT, State.PILOT}:
        is_tried = version.state == State.PILOT and running is not None
        return {
            "missing": missing(version, is_tried=running is not None),
            "is_tried": is_tried,
            "keepers": _keepers(version.procedure),
        }
    return {"keepers": _keepers(version.procedure)}


def _keepers(procedure: Procedure) -> dict[str, Any]:
    """Who may change a procedure, by name as far as the page can bear it."""
    owners = [procedure.owner, procedure.process.owner]
    return _some(list(dict.fromkeys(person for person in owners if person is not None and person.is_active)))


def _some(people: list[Person]) -> dict[str, Any]:
    return {"named": people[:MOST_NAMES], "more": max(0, len(people) - MOST_NAMES)}
