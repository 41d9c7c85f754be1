import pkgutil
from importlib import import_module

from django.apps import AppConfig, apps


class SourcesConfig(AppConfig):
    """Tables from outside. When Django starts, every room's `import_*.py` offers what rows can become."""

    name = "genba.sources"
    label = "sources"

    def ready(self) -> None:
        """Find the targets of the rooms; this room does not know their names."""
        for room in apps.get_app_configs():
            if room.name.startswith("genba."):
                for module in pkgutil.iter_modules([room.path]):
                    if module.name.startswith("import_"):
                        import_module(f"{room.name}.{module.name}")
