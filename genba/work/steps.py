"""The steps of a procedure: a list with indentation, as it is written, kept and signed.

`steps_from()` reads plain JSON values and refuses everything else with the place of the fault, so that the
editor, YAML, BPMN and the API share one gate. `plain()` writes the one spelling that is kept and hashed:
what is empty is left out.
"""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.analysis.procedure import Order

DEEPEST = 6
MOST = 500
LONGEST = {"what": 500, "who": 120, "how_well": 500, "tools": 300, "why": 1000, "unit": 30, "picture": 40}
FLAGS = ("wants_photo", "may_be_skipped", "may_be_repeated")
KEY = re.compile(r"[a-z0-9-]{1,40}")
MOST_MINUTES = 60 * 24 * 365
#: What no page, database or XML can hold: control characters, halves of characters, characters that are none.
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

Place = tuple[int, ...]  # (2, 0): the first line under the third


class StepFault(ValueError):  # noqa: N818  (says what is wrong with somebody's writing)
    """A step cannot be read. `place` counts lines on each level from 0; `column` names the field."""

    def __init__(self, sentence: str | Promise, place: Place = (), column: str = "") -> None:
        super().__init__(str(sentence))
        self.place, self.column = place, column


@dataclass(frozen=True)
class Step:
    """One line: something to do, or a heading with lines under it."""

    key: str
    what: str
    who: str = ""
    how_well: str = ""
    minutes: int | None = None
    tools: str = ""
    why: str = ""
    picture: str = ""  # the number of a kept file
    is_measured: bool = False  # a run asks for a value
    unit: str = ""
    low: float | None = None
    high: float | None = None
    wants_photo: bool = False
    order: Order = Order.IN_ORDER  # of the lines under it
    may_be_skipped: bool = False
    may_be_repeated: bool = False
    steps: tuple["Step", ...] = field(default=())

    @property
    def is_heading(self) -> bool:
        """Whether it only holds other lines together."""
        return bool(self.steps)

    def plain(self) -> dict[str, Any]:
        """Plain JSON values; whatever is empty or usual is left out."""
        found: dict[str, Any] = {"key": self.key, "what": self.what}
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name not in {"key", "what", "steps"} and value != one.default:
                found[one.name] = str(value) if isinstance(value, Order) else value
        if self.steps:
            found["steps"] = plain(self.steps)
        return found


Steps = tuple[Step, ...]


def plain(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """The steps as they are kept."""
    return [step.plain() for step in steps]


def walk(steps: Sequence[Step], place: Place = ()) -> Iterator[tuple[Place, Step]]:
    """Every line with its place, from the top to the bottom."""
    for number, step in enumerate(steps):
        yield (*place, number), step
        yield from walk(step.steps, (*place, number))


def to_do(steps: Sequence[Step]) -> list[Step]:
    """The lines at which something is done: all but the headings."""
    return [step for _place, step in walk(steps) if not step.is_heading]


def numbered(steps: Sequence[Step]) -> list[tuple[str, int, Step]]:
    """Every line as people count it (`2.1`), how deep it stands (0, 1, …), and the line."""
    return [(".".join(str(at + 1) for at in place), len(place) - 1, step) for place, step in walk(steps)]


def one_line(words: str) -> str:
    """The words with single spaces between them, and nothing that cannot be printed."""
    return " ".join(UNPRINTABLE.sub("", words).split())


def new_key() -> str:
    """A key for a new step; it stays with the step through all versions."""
    return secrets.token_hex(5)


def steps_from(given: object) -> Steps:
    """Read steps from plain JSON values. Raises StepFault, with the place, for whatever is not one.

    A step without a key gets one; keys stand once in a procedure.
    """
    found = _lines(given, ())
    keys: set[str] = set()
    for place, step in walk(found):
        if step.key in keys:
            raise StepFault(_("Two steps have the same key."), place, "key")
        keys.add(step.key)
    if len(keys) > MOST:
        raise StepFault(_("These are more than 500 steps. Make several procedures of them."))
    return found


def _lines(given: object, place: Place) -> Steps:
    if not isinstance(given, Sequence) or isinstance(given, str | bytes):
        raise StepFault(_("A list of steps is expected here."), place)
    if given and len(place) >= DEEPEST:
        raise StepFault(_("Steps are indented too deeply. Six levels are the most."), place)
    return tuple(_line(one, (*place, number)) for number, one in enumerate(given))


def _line(given: object, place: Place) -> Step:
    if isinstance(given, str):
        given = {"what": given}
    if not isinstance(given, Mapping):
        raise StepFault(_("A step is expected here."), place)
    known = {one.name for one in fields(Step)}
    for name in given:
        if name not in known:
            raise StepFault(_("There is no such field of a step."), place, str(name)[:40])
    found: dict[str, Any] = {name: _text(given.get(name), name, place) for name in LONGEST}
    if not found["what"]:
        raise StepFault(_("Say in one sentence what is done here."), place, "what")
    found |= {name: _flag(given.get(name), name, place) for name in FLAGS}
    found |= _measure(given, place)
    return Step(
        key=_key(given.get("key"), place),
        minutes=_minutes(given.get("minutes"), place),
        order=_order(given.get("order"), place),
        steps=_lines(given.get("steps") or [], place),
        **found,
    )


def _text(value: object, name: str, place: Place) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise StepFault(_("Words are expected here."), place, name)
    words = one_line(value)
    if len(words) > LONGEST[name]:
        raise StepFault(_("This is too long for a step. Make two steps of it."), place, name)
    return words


def _key(value: object, place: Place) -> str:
    if value in (None, ""):
        return new_key()
    if not isinstance(value, str) or not KEY.fullmatch(value):
        raise StepFault(_("A key has up to 40 small letters, digits and hyphens."), place, "key")
    return value


def _minutes(value: object, place: Place) -> int | None:
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= MOST_MINUTES:
        raise StepFault(_("A time limit is a whole number of minutes."), place, "minutes")
    return value


def _flag(value: object, name: str, place: Place) -> bool:
    if value is None or isinstance(value, bool):
        return bool(value)
    raise StepFault(_("Only yes or no can stand here."), place, name)


def _order(value: object, place: Place) -> Order:
    if value in (None, ""):
        return Order.IN_ORDER
    if value not in set(Order):
        raise StepFault(_("The order is one of: in_order, any_order, one_of."), place, "order")
    return Order(str(value))


def _measure(given: Mapping[str, Any], place: Place) -> dict[str, Any]:
    low, high = _limit(given.get("low"), "low", place), _limit(given.get("high"), "high", place)
    if low is not None and high is not None and low > high:
        raise StepFault(_("The lower limit is above the upper one."), place, "low")
    asked = _flag(given.get("is_measured"), "is_measured", place)
    return {"is_measured": asked or low is not None or high is not None, "low": low, "high": high}


def _limit(value: object, name: str, place: Place) -> float | None:
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
        raise StepFault(_("A limit is a number."), place, name)
    return float(value)


def with_new_keys(steps: Sequence[Step]) -> Steps:
    """A copy whose steps are nobody else's: for a procedure that begins as a copy of another."""
    return tuple(replace(step, key=new_key(), steps=with_new_keys(step.steps)) for step in steps)
