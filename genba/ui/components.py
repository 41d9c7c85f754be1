"""The living page: every component with all its states, on sample data."""

from typing import Any


def living_page_context() -> dict[str, Any]:
    """What `ui/components.html` shows."""
    return {}
