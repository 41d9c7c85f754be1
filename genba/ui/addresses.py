"""The address of a door, worked out once: a page asks for a hundred, most of them the same on every page."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.urls import URLResolver, get_resolver, get_script_prefix, get_urlconf, reverse
from django.utils.safestring import SafeString

#: An argument of another type may equal one of these and still be written otherwise (1, 1.0 and True).
REMEMBERED = {int, str, SafeString}


def address_of(
    name: str, args: Iterable[Any] = (), kwargs: Mapping[str, Any] | None = None, current_app: str = ""
) -> str:
    """What Django's `reverse` says. Raises NoReverseMatch where there is no such door."""
    args, named = tuple(args), tuple((kwargs or {}).items())
    if not all(type(value) in REMEMBERED for value in (*args, *dict(named).values())):
        return reverse(name, args=args, kwargs=dict(named), current_app=current_app)
    return _worked_out(house(), name, current_app, args, named)


def house() -> tuple[URLResolver, str]:
    """The doors there are and what stands before them all: both may differ from request to request."""
    return get_resolver(get_urlconf()), get_script_prefix()


@lru_cache(maxsize=4096)
def _worked_out(house: tuple[URLResolver, str], name: str, current_app: str, *given: tuple[Any, ...]) -> str:
    del house  # a part of what is remembered
    args, named = given
    return reverse(name, args=args, kwargs=dict(named), current_app=current_app)
