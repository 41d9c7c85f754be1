"""What must be true before Genba starts. Start loudly or not at all."""

from collections.abc import Sequence
from typing import Any

import pysqlite3
from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connection

from genba.config.sqlite.base import FIRST_SOUND_ENGINE


def engine_is_sound(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """An SQLite engine with the fault that corrupts databases stops the start."""
    del app_configs, kwargs
    engine = pysqlite3.sqlite_version_info
    if connection.vendor != "sqlite" or engine >= FIRST_SOUND_ENGINE:
        return []
    found = ".".join(map(str, engine))
    wanted = ".".join(map(str, FIRST_SOUND_ENGINE))
    return [
        Error(
            f"The SQLite engine {found} can damage the database; {wanted} or newer is needed.",
            id="genba.E001",
        )
    ]
