"""What somebody typed into the editor, by its script or by the plain form, and what became of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from genba.people.models import Person
from genba.work.drafting import Overtaken, keep_draft, token_of
from genba.work.models import Version
from genba.work.outline import MOVES, Line, LineFault, flat, steps_of
from genba.work.steps import MOST

WORDS = ("title", "why", "reason", "question")
FIELDS = (
    *("key", "what", "who", "how_well", "minutes", "tools", "why", "picture", "low", "high", "unit"),
    *("order", "is_measured", "wants_photo", "may_be_skipped", "may_be_repeated"),
)
LONGEST = {"title": 200, "why": 500, "reason": 500, "question": 300}
LONGEST_JSON = 2_000_000


@dataclass
class Typed:
    """The words of a version and its lines, sense or not. `base` says what stood there when it was read."""

    base: str
    words: dict[str, Any]
    lines: list[Any]

    @classmethod
    def of(cls, version: Version) -> "Typed":
        """What stands in a version."""
        return cls(token_of(version), {name: getattr(version, name) for name in WORDS}, flat(version.steps))

    def without_new_pictures(self) -> None:
        """Of what could not be kept, no picture was kept either: the steps show what they had before."""
        for line in self.lines:
            line["picture"] = line.pop("earlier_picture", line.get("picture", ""))

    def plain(self) -> dict[str, Any]:
        """For the script of the editor."""
        return {"base": self.base, "words": self.words, "lines": self.lines}


@dataclass
class Outcome:
    """What became of it: kept, overtaken by somebody else, or not readable at a line or in a word."""

    kept: Version | None = None
    overtaken: Overtaken | None = None
    fault: LineFault | None = None
    wrong: dict[str, str] = field(default_factory=dict)


def keep_typed(version: Version, typed: Typed, *, by: Person) -> Outcome:
    """Keep what was typed, if it can be kept."""
    try:
        steps, words = steps_of(typed.lines), read_words(typed.words)
        return Outcome(kept=keep_draft(version, by=by, base=typed.base, steps=steps, words=words))
    except LineFault as fault:
        return Outcome(fault=fault)
    except Overtaken as overtaken:
        return Outcome(overtaken=overtaken)
    except ValidationError as wrong:
        named = wrong.message_dict if hasattr(wrong, "error_dict") else {"": wrong.messages}
        return Outcome(wrong={name: " ".join(told) for name, told in named.items()})


def typed_as_json(body: bytes) -> Typed:
    """What the script sends. Raises ValueError where it is nothing of the kind."""
    if len(body) > LONGEST_JSON:
        raise ValueError("too long")
    given = json.loads(body)
    if not isinstance(given, dict) or not isinstance(given.get("lines"), list):
        raise ValueError("no lines")
    words = given.get("words")
    return Typed(str(given.get("base", "")), words if isinstance(words, dict) else {}, given["lines"])


def typed_in(post: QueryDict, pictures: Mapping[int, str]) -> Typed:
    """What the plain form sends: fields of lines are named `line-3-what`, and a button may ask for a move."""
    lines: list[Line] = []
    for at in range(min(_number(post.get("lines")), 2 * MOST)):
        line: Line = {name: post.get(f"line-{at}-{name}", "") for name in FIELDS}
        lines.append(line | {"depth": _number(post.get(f"line-{at}-depth"))})
        if at in pictures:
            lines[-1] |= {"picture": pictures[at], "earlier_picture": line["picture"]}
        elif post.get(f"line-{at}-no_picture"):
            lines[-1]["picture"] = ""
    words = {name: post[name] for name in WORDS if name in post}
    return Typed(post.get("base", ""), words, _moved(_levelled(lines), post))


def read_words(given: Mapping[str, Any]) -> dict[str, str]:
    """Title, why, reason and question, as far as they were sent. Raises ValidationError at the field."""
    words = {}
    for name in WORDS:
        value = given.get(name)
        if value is None:
            continue
        if not isinstance(value, str):
            raise ValidationError({name: _("Words are expected here.")})
        words[name] = " ".join(value.replace("\x00", "").split())
        longest = LONGEST[name]
        if len(words[name]) > longest:
            raise ValidationError({name: _("At most %(n)d letters, please.") % {"n": longest}})
    if words.get("title") == "":
        raise ValidationError({"title": _("Say in a few words what is done.")})
    return words


def _moved(lines: list[Line], post: QueryDict) -> list[Line]:
    for name, move in MOVES.items():
        if name in post:
            at = _number(post.get(name))
            return move(lines, at) if at < len(lines) or not lines else lines
    return lines


def _levelled(lines: list[Line]) -> list[Line]:
    """No line stands more than one level below the one above it."""
    above = -1
    for line in lines:
        above = line["depth"] = min(line["depth"], above + 1)
    return lines


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
