"""Where rooms above hang in their menu entries and their palette actions when Django starts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.ui.addresses import address_of

Words = str | Promise

#: The groups of the menu, in their order; the first has no heading.
GROUPS: dict[str, Words] = {"": "", "work": _("How the work is done"), "house": _("People and settings")}


class Needs(Protocol):
    """Whoever can say whether a person may come in."""

    def allows(self, person: Any, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A place in the menu, in one of the GROUPS. `badge` counts what waits there for this person."""

    url_name: str
    label: Words
    icon: str
    needs: Needs | None = None
    order: int = 100
    badge: Callable[[Any], int] | None = None
    keys: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, eq=False)  # each is itself: what is drawn of it is remembered
class PaletteAction:
    """Something to do from anywhere. `keys` names its shortcut, such as "c" or "g b"."""

    url_name: str
    label: Words
    icon: str
    keys: str = ""
    needs: Needs | None = None


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A menu entry as one person sees it on one page."""

    url: str
    label: Words = field(hash=False)  # to count them in, they would have to be translated each time
    icon: str
    is_current: bool = False
    badge: int = 0
    url_name: str = ""
    keys: str = ""
    group: Words = field(default="", hash=False)


@dataclass(slots=True)
class Registry:
    """The entries of one kind; a second one with the same URL name replaces the first."""

    entries: dict[str, MenuEntry] = field(default_factory=dict)
    actions: dict[str, PaletteAction] = field(default_factory=dict)


_registry = Registry()


def register_menu(entry: MenuEntry) -> None:
    """Hang a place into the menu."""
    _registry.entries[entry.url_name] = entry


def register_action(action: PaletteAction) -> None:
    """Hang something to do into the palette."""
    _registry.actions[action.url_name] = action


def menu_entries() -> list[MenuEntry]:
    """All places, in the order of the menu."""
    groups = list(GROUPS)
    return sorted(
        _registry.entries.values(), key=lambda entry: (groups.index(entry.group), entry.order, entry.url_name)
    )


def palette_actions() -> list[PaletteAction]:
    """All actions, in the order in which they were hung in."""
    return list(_registry.actions.values())


def menu_for(person: object, path: str = "") -> list[MenuItem]:
    """The menu that this person sees; the entry that `path` lies under is the current one."""
    seen = [
        (entry, url)
        for entry in menu_entries()
        if _open_to(entry.needs, person) and (url := _url(entry.url_name))
    ]
    current = max((url for _entry, url in seen if _lies_under(path, url)), key=len, default="")
    return [
        MenuItem(
            url=url,
            label=entry.label,
            icon=entry.icon,
            is_current=url == current,
            badge=entry.badge(person) if entry.badge else 0,
            url_name=entry.url_name,
            keys=entry.keys,
            group=GROUPS[entry.group],
        )
        for entry, url in seen
    ]


def actions_for(person: object) -> list[tuple[PaletteAction, str]]:
    """The palette's actions for this person, each with its address."""
    return [
        (action, url)
        for action in palette_actions()
        if _open_to(action.needs, person) and (url := _url(action.url_name))
    ]


def _open_to(needs: Needs | None, person: object) -> bool:
    return needs is None or needs.allows(person)


def _url(name: str) -> str:
    try:
        return address_of(name)
    except NoReverseMatch:
        return ""


def _lies_under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
