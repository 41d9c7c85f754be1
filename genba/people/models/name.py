from typing import Any

from django.db import models
from django.utils.translation import gettext as _


class SomebodyWhoHasLeft(str):
    """What stands where the name of an erased person stood, in the reader's language."""

    __slots__ = ()


def shown_name(stored: str | None) -> str | None:
    """A stored name as it is read: an emptied one becomes a sentence."""
    return SomebodyWhoHasLeft(_("Somebody who has left")) if stored == "" else stored


class NameField(models.CharField[str, str]):
    """A person's name. Erased names are stored as nothing and read as “Somebody who has left”, everywhere."""

    def from_db_value(self, value: str | None, *_context: Any) -> str | None:
        """Read a name."""
        return shown_name(value)

    def get_prep_value(self, value: Any) -> Any:
        """Store a name; the sentence of an erased one is not a name."""
        return "" if isinstance(value, SomebodyWhoHasLeft) else super().get_prep_value(value)

    def deconstruct(self) -> Any:
        """For migrations it is the column of letters that it always was."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
