from django.apps import AppConfig
from django.core.checks import register

from genba.config.checks import engine_is_sound


class ConfigConfig(AppConfig):
    name = "genba.config"
    label = "config"

    def ready(self) -> None:
        """Register the start-up checks."""
        register(engine_is_sound, "database")
