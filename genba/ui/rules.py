"""Rules that people meet, each with its why in one tap: a required field, a step, an approval, a limit.

Rooms register their rules when Django starts. A form names them in `rules`, a field's name to a rule's code,
and `{% field %}` shows the why beside the label; anywhere else `{% why "code" %}` does. The organisation may
put its own words in the place of the product's: whoever keeps them hangs them in with `take_own_whys_from`.
"""

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
    """The code of the rule behind a field of a form; empty where it names none."""
    rules: Mapping[str, str] = getattr(form, "rules", {})
    return rules.get(name, "")
