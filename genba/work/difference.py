"""The differences between two versions, step by step, in words: "Step 3 now says …"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from genba.analysis.procedure_changes import (
    Added,
    Changed,
    Mark,
    Moved,
    Removed,
    compare,
    words_changed,
)
from genba.work.models import Procedure, Version
from genba.work.step_words import said_of
from genba.work.steps import Step, numbered

Words = str | Promise

#: For each value that is words: the sentence before the new words, and the one where they are gone.
SAYS: dict[str, tuple[Words, Words]] = {
    "what": (gettext_lazy("Step {n} now says"), gettext_lazy("Step {n} says nothing any more")),
    "who": (gettext_lazy("Who does step {n}"), gettext_lazy("Step {n} does not say any more who does it")),
    "how_well": (
        gettext_lazy("How well step {n} is done"),
        gettext_lazy("Step {n} does not say any more how well it is done"),
    ),
    "tools": (gettext_lazy("What step {n} is done with"), gettext_lazy("Step {n} names no tools any more")),
    "why": (gettext_lazy("Why step {n} is done"), gettext_lazy("Step {n} does not say any more why")),
}
#: For each mark: the sentence where it is set, and the one where it is gone.
MARKS: dict[str, tuple[Words, Words]] = {
    "may_be_skipped": (
        gettext_lazy("Step {n} may now be skipped."),
        gettext_lazy("Step {n} may not be skipped any more."),
    ),
    "may_be_repeated": (
        gettext_lazy("Step {n} may now be repeated."),
        gettext_lazy("Step {n} is done once: it may not be repeated any more."),
    ),
    "is_measured": (
        gettext_lazy("A value is now measured at step {n}."),
        gettext_lazy("No value is measured at step {n} any more."),
    ),
    "wants_photo": (
        gettext_lazy("Step {n} now asks for a photo."),
        gettext_lazy("Step {n} does not ask for a photo any more."),
    ),
}
ORDERS: dict[str, Words] = {
    "in_order": gettext_lazy("The lines under step {n} are now done in their order."),
    "any_order": gettext_lazy("The lines under step {n} may now be done in any order."),
    "one_of": gettext_lazy("Of the lines under step {n}, one is now done."),
}
#: For each other value: it is new, it is another, it is gone.
VALUES: dict[str, tuple[Words, Words, Words]] = {
    "minutes": (
        gettext_lazy("Step {n} now has a time limit: {now} minutes."),
        gettext_lazy("The time limit of step {n} is now {now} minutes, it was {was}."),
        gettext_lazy("Step {n} has no time limit any more, it was {was} minutes."),
    ),
    "low": (
        gettext_lazy("Step {n} now has a lower limit: {now}."),
        gettext_lazy("The lower limit of step {n} is now {now}, it was {was}."),
        gettext_lazy("Step {n} has no lower limit any more, it was {was}."),
    ),
    "high": (
        gettext_lazy("Step {n} now has an upper limit: {now}."),
        gettext_lazy("The upper limit of step {n} is now {now}, it was {was}."),
        gettext_lazy("Step {n} has no upper limit any more, it was {was}."),
    ),
    "unit": (
        gettext_lazy("Step {n} is now measured in {now}."),
        gettext_lazy("Step {n} is now measured in {now}, it was {was}."),
        gettext_lazy("Step {n} has no unit any more, it was {was}."),
    ),
    "picture": (
        gettext_lazy("Step {n} now has a picture."),
        gettext_lazy("Step {n} has another picture."),
        gettext_lazy("Step {n} has no picture any more."),
    ),
}
OTHER: tuple[Words, Words, Words] = (
    gettext_lazy("Step {n} now has “{name}”."),
    gettext_lazy("“{name}” of step {n} is another."),
    gettext_lazy("Step {n} has no “{name}” any more."),
)


@dataclass(frozen=True)
class Told:
    """One change in words. `marks` are the pieces of text that are the same, gone or new."""

    kind: str  # added, removed, moved, words, mark, value
    sentence: str
    marks: list[Mark] = field(default_factory=list)

    @property
    def leads_to_marks(self) -> bool:
        """Whether the sentence goes on in the marked words."""
        return bool(self.marks) and self.kind == "words"


@dataclass(frozen=True)
class Line:
    """Everything that changed at one line; `number` is as people count it now, or as they did."""

    key: str
    number: str
    what: str
    is_gone: bool
    told: list[Told]

    @property
    def is_new(self) -> bool:
        """Whether the whole line is new."""
        return any(told.kind == "added" for told in self.told)


@dataclass(frozen=True)
class Difference:
    """What is different between two versions: in the words around the steps, and line by line."""

    around: list[Told]
    lines: list[Line]

    @property
    def is_nothing(self) -> bool:
        """Whether both say the same."""
        return not self.around and not self.lines


def between(old: Version | None, new: Version) -> Difference:
    """The difference in words; without an old version everything is new."""
    before, after = (_numbers(old) if old else {}), _numbers(new)
    by_line: dict[str, list[Told]] = {}
    steps = {step.key: step for _number, _depth, step in numbered(new.steps)}
    for change in compare(old.body if old else [], new.body):
        if isinstance(change, Added):
            told = _added(after[change.key][0], steps[change.key])
        else:
            told = _told(change, before, after)
        by_line.setdefault(change.key, []).append(told)
    lines = [_line(key, told, before, after) for key, told in by_line.items()]
    order = {key: place for place, key in enumerate(dict.fromkeys([*after, *before]))}
    return Difference(_around(old, new), sorted(lines, key=lambda line: (line.is_gone, order[line.key])))


def version_before(version: Version) -> Version | None:
    """The version with which one is compared unless asked otherwise: the last that counted before it."""
    counted = version.procedure.versions.filter(number__lt=version.number).exclude(in_force_at=None)
    return counted.first() or version.procedure.versions.filter(number__lt=version.number).first()


def one_of(procedure: Procedure, number: str | None, fallback: Version | None) -> Version | None:
    """The version with this number; the fallback where none was named."""
    if not number:
        return fallback
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    return procedure.versions.filter(number=number).first() if is_number else None


def _numbers(version: Version) -> dict[str, tuple[str, str]]:
    return {step.key: (number, step.what) for number, _depth, step in numbered(version.steps)}


def _line(
    key: str, told: list[Told], before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]]
) -> Line:
    number, what = after.get(key) or before[key]
    return Line(key, number, what, key not in after, told)


def _around(old: Version | None, new: Version) -> list[Told]:
    found = []
    for name, words in (("title", _("It is now called")), ("why", _("Why we do it this way"))):
        was, now = (getattr(old, name) if old else ""), getattr(new, name)
        if was != now:
            found.append(Told("words", words, words_changed(was, now)))
    return found


def _told(
    change: Removed | Moved | Changed,
    before: Mapping[str, tuple[str, str]],
    after: Mapping[str, tuple[str, str]],
) -> Told:
    if isinstance(change, Removed):
        gone = _("Step {n} is gone.").format(n=before[change.key][0])
        return Told("removed", gone, [("gone", str(change.line["what"]))])
    if isinstance(change, Moved):
        return Told("moved", _moved(change, before, after))
    return _changed(change, after[change.key][0])


def _added(number: str, step: Step) -> Told:
    return Told("added", _("Step {n} is new.").format(n=number), [("new", " · ".join(said_of(step)))])


def _moved(change: Moved, before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]]) -> str:
    was, now = before[change.key][0], after[change.key][0]
    if not change.is_under_another:
        return _("What was step {was} is now step {n}.").format(was=was, n=now)
    above = change.after[0]
    if not above:
        return _("Step {n} now stands by itself; it was step {was}.").format(was=was, n=now)
    under = _("Step {n} now stands under step {above}; it was step {was}.")
    return under.format(was=was, n=now, above=after[above][0])


def _changed(change: Changed, number: str) -> Told:
    was, now = change.before, change.after
    if change.name in SAYS:
        says, says_no_more = SAYS[change.name]
        sentence = str(says if now else says_no_more).format(n=number)
        return Told("words", sentence, words_changed(was or "", now or ""))
    if change.name in MARKS:
        return Told("mark", str(MARKS[change.name][0 if now else 1]).format(n=number))
    if change.name == "order":
        return Told("mark", str(ORDERS[now or "in_order"]).format(n=number))
    return Told("value", _value(change, number))


def _value(change: Changed, number: str) -> str:
    new, another, gone = VALUES.get(change.name, OTHER)
    sentence = gone if change.after is None else another
    if change.before is None:
        sentence = new
    was, now = _plain(change.before), _plain(change.after)
    return str(sentence).format(n=number, name=change.name, was=was, now=now)


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
