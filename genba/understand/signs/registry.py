"""Which warning signs look, each with what gathers its data. Rooms above hang theirs in at the start."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model

from genba.analysis.signs.sign import Sign as Described
from genba.analysis.signs.sign import Verdict
from genba.people.models import Organisation
from genba.trail.subjects import kind_of


@dataclass(frozen=True, slots=True)
class Found:
    """What a sign found in the data of one thing: a metric, a team, the organisation."""

    kind: str
    key: str
    verdict: Verdict


Gather = Callable[[date], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Watching:
    """One warning sign and how it looks at the organisation's own data as they stand on a day."""

    sign: Described
    look: Gather


_watching: dict[str, Watching] = {}


def register_look(sign: Described, look: Gather) -> None:
    """Let a sign look each night; a second one with the same name replaces the first."""
    _watching[sign.name] = Watching(sign, look)


def all_looks() -> list[Watching]:
    """Every sign that looks, in the order of registration."""
    return list(_watching.values())


def described(name: str) -> Described | None:
    """What a sign says of itself; None where it does not look any more."""
    found = _watching.get(name)
    return found.sign if found else None


def of(subject: Model, verdict: Verdict) -> Found:
    """A verdict about one record."""
    return Found(kind_of(subject), str(subject.pk), verdict)


def of_all_of_us(verdict: Verdict) -> list[Found]:
    """A verdict about the whole organisation; nothing where there is none yet."""
    us = Organisation.objects.first()
    return [of(us, verdict)] if us else []
