"""Looking up what belongs to a step."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of_step(found: Mapping[str, Any], key: str) -> Any:
    """What is kept under the key of a step; nothing where there is nothing."""
    return found.get(key, [])
