"""What stands on the pages of a process and of a procedure.

Rooms hang their parts in from `registrations.py`, so that cards and metrics, which live in rooms above, stand
beside the process that they are about.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PAGES = ("process", "procedure")
PLACES = ("top", "head", "main", "step", "aside")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a page.

    `page` is process or procedure. `place` is main (under the steps), aside, head (the row of actions beside
    the title), top (notices above the steps) or step: such a template is drawn under every step, which it
    finds as `step`. `look(person, record)` gets the process, or the version that is shown, and gives the
    template its words as `part`, or None where there is nothing to show. It asks the database once or twice.
    """

    name: str
    page: str
    template: str
    look: Callable[[Any, Any], dict[str, Any] | None]
    order: int = 100
    place: str = "main"


_parts: dict[tuple[str, str], Part] = {}


def register_part(part: Part) -> None:
    """Hang a part into a page; a second one with the same name replaces the first."""
    _parts[(part.page, part.name)] = part


def parts_of(page: str, person: object, record: object) -> dict[str, list[dict[str, Any]]]:
    """The parts of a page as one person sees them, by their place, in order."""
    found: dict[str, list[dict[str, Any]]] = {place: [] for place in PLACES}
    for part in sorted(_parts.values(), key=lambda part: (part.order, part.name)):
        if part.page == page and (words := part.look(person, record)) is not None:
            found[part.place].append({"name": part.name, "template": part.template, "words": words})
    return found
