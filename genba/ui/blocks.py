"""What stands on the home page. Rooms hang their blocks in from their `registrations.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Block:
    """One part of the home page.

    `roles` names for whom it stands there (member, lead, quality, executive, auditor, administrator).
    `look(person)` gives the template its words, or None where there is nothing to show; it should ask the
    database once or twice at most. `place` is wide (over the whole page), main, or aside (the narrow column).
    """

    name: str
    roles: frozenset[str]
    order: int
    template: str
    look: Callable[[Any], dict[str, Any] | None]
    place: str = "main"


_blocks: dict[str, Block] = {}


def register_block(block: Block) -> None:
    """Hang a block into the home page; a second one with the same name replaces the first."""
    _blocks[block.name] = block


def blocks_of(role: str) -> list[Block]:
    """The blocks of one role, in the order of the page."""
    found = (block for block in _blocks.values() if role in block.roles)
    return sorted(found, key=lambda block: (block.order, block.name))
