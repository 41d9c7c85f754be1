from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _


class State(Enum):
    """How bad it is, with its sign."""

    GOOD = "✓"
    MIND = "!"
    BAD = "✗"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: how it is, and what to do about it."""

    state: State
    sentence: str
    remedy: str = ""

    @classmethod
    def good(cls, sentence: str) -> "Finding":
        """All is well."""
        return cls(State.GOOD, sentence)

    @classmethod
    def mind(cls, sentence: str, remedy: str) -> "Finding":
        """It works, but somebody should know."""
        return cls(State.MIND, sentence, remedy)

    @classmethod
    def bad(cls, sentence: str, remedy: str) -> "Finding":
        """It does not work until it is mended."""
        return cls(State.BAD, sentence, remedy)

    @classmethod
    def unknown(cls, name: str, trouble: Exception) -> "Finding":
        """The check itself could not be made."""
        sentence = _("Could not look at “%(name)s”: %(trouble)s") % {
            "name": name.replace("_", " "),
            "trouble": str(trouble).strip().partition("\n")[0] or type(trouble).__name__,
        }
        return cls.bad(sentence, _("Mend what stands above first, then ask again."))
