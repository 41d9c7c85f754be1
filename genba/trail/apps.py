from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from genba.trail import unfindable

_HANGS_ITSELF_IN = (unfindable,)


class TrailConfig(AppConfig):
    """The ground floor. When Django starts it calls every room's facts, reactions and registrations."""

    name = "genba.trail"
    label = "trail"

    def ready(self) -> None:
        """Let each room say what it declares, what it reacts to and what it hangs into rooms below."""
        autodiscover_modules("facts", "reactions", "registrations")
