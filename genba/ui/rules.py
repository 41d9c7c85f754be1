"""Rules that people meet, each with its why in one tap: a required field, a step, an approval, a limit.

Rooms register their rules when Django starts. `{% field %}` shows the why of the rule `room.form.field`, or
of the one that the form names in `rules`, beside the label; anywhere else `{% why "code" %}` does. The
organisation may put its own words in the place of the product's: whoever keeps them hangs them in with
`take_own_whys_from`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code (`room.form.field`), where one meets it, what it asks, and why, perhaps unsaid."""

    code: str
    where: Words
    what: Words
    why: Words = ""


_rules: dict[str, Rule] = {}
_own: list[Callable[[], Mapping[str, str]]] = []


def register_rule(*rules: Rule) -> None:
    """Make rules known; a second one with the same code replaces the first."""
    for rule in rules:
        _rules[rule.code] = rule


def all_rules() -> list[Rule]:
    """Every rule, in the order of registration."""
    return list(_rules.values())


def rule_named(code: str) -> Rule | None:
    """The rule, or None."""
    return _rules.get(code)


def take_own_whys_from(source: Callable[[], Mapping[str, str]]) -> None:
    """Let the organisation's own words count before the product's. Asked at each showing."""
    _own[:] = [source]


def why_of(code: str) -> Words:
    """Why a rule is there; empty where nobody has said it."""
    if code not in _rules:
        return ""
    own = _own[0]().get(code, "") if _own else ""
    return own or _rules[code].why


def rule_of(form: Any, name: str) -> str:
    """The code of the rule behind a field of a form or of its class: what the form names in `rules`, else
    `room.form.field`.

    `genba.work.forms.life.PilotForm` with the field `until` asks for the rule `work.pilot.until`.
    """
    kind = form if isinstance(form, type) else type(form)
    rules: Mapping[str, str] = getattr(form, "rules", {})
    if name in rules:
        return rules[name]
    room = kind.__module__.split(".")[1:2]
    words = re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__.removesuffix("Form")).lower()
    return ".".join([*room, words, name])
