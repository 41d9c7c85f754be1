"""The room alone: no other room has hung anything into its menu or its palette."""

import pytest

from genba.ui import registry
from genba.ui.registry import Registry


@pytest.fixture(autouse=True)
def empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_registry", Registry())
