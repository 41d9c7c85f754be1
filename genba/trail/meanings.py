"""What a signature means: a registry of codes with the words that people read under the name."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Meaning:
    """One meaning: its code, the word under a signature, and the sentence that the signer affirms."""

    code: str
    words: str | Promise
    sentence: str | Promise


_meanings: dict[str, Meaning] = {}


def register_meaning(meaning: Meaning) -> Meaning:
    """Make a meaning known. The same code twice is a mistake in the house. Raises ValueError."""
    if meaning.code in _meanings:
        message = f"The meaning {meaning.code} is registered twice."
        raise ValueError(message)
    _meanings[meaning.code] = meaning
    return meaning


def meaning_named(code: str) -> Meaning:
    """The registered meaning; one that is no longer registered keeps its code as its word."""
    return _meanings.get(code, Meaning(code, code, code))


def words_of(code: str) -> object:
    """The word under a signature, for facts."""
    return meaning_named(code).words


AUTHORED = register_meaning(Meaning("authored", _("Authored"), _("I wrote this.")))
REVIEWED = register_meaning(Meaning("reviewed", _("Reviewed"), _("I have reviewed this.")))
VERIFIED = register_meaning(Meaning("verified", _("Verified"), _("I have verified that this is so.")))
APPROVED = register_meaning(Meaning("approved", _("Approved"), _("I approve this.")))
RELEASED = register_meaning(Meaning("released", _("Released"), _("I release this for use.")))
