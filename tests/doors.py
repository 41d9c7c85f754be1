"""Every door of the house: each URL pattern, and each route of the API."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from genba.people.access import Need


@dataclass(frozen=True)
class Door:
    """One address and the function behind it."""

    name: str
    path: str
    view: Any
    methods: tuple[str, ...]

    @property
    def needs(self) -> tuple[Need, ...] | None:
        """Who may open it; None when the door does not say."""
        return getattr(self.view, "needs", None)


def all_doors() -> list[Door]:
    """Every door, in the order in which Django looks at them."""
    return list(_walk(get_resolver().url_patterns, names="", path="/"))


def _walk(patterns: list[URLPattern | URLResolver], *, names: str, path: str) -> Iterator[Door]:
    for pattern in patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from _walk(pattern.url_patterns, names=space, path=here)
        elif routes := _api_routes(pattern.callback):
            yield from (
                Door(f"{names}{route.view_func.__name__}", here, route.view_func, tuple(route.methods))
                for route in routes
            )
        else:
            yield Door(f"{names}{pattern.name}", here, pattern.callback, ())


def _api_routes(callback: Any) -> list[Any]:
    """The operations behind one path of django-ninja's."""
    view = getattr(callback, "__self__", None) or getattr(callback, "path_view", None)
    for cell in getattr(callback, "__closure__", None) or ():
        if hasattr(cell.cell_contents, "operations"):
            view = cell.cell_contents
    return list(getattr(view, "operations", []))
