"""A procedure as it travels: what every format reads and writes, and how a file is refused."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from genba.work.steps import Steps, one_line

LONGEST_WORDS = {"title": 200, "number": 40, "why": 500}


class FormatFault(ValueError):  # noqa: N818  (says what is wrong with somebody's file)
    """A file cannot be read. `line` and `column` count from 1; 0 where the place is not known."""

    def __init__(self, sentence: str | Promise, *, line: int = 0, column: int = 0) -> None:
        super().__init__(str(sentence))
        self.sentence, self.line, self.column = str(sentence), line, column


@dataclass(frozen=True)
class Document:
    """One procedure: what is done, its number, why, and its steps."""

    title: str
    steps: Steps = ()
    why: str = ""
    number: str = ""


@dataclass(frozen=True)
class NotUnderstood:
    """One place of a file that could not be taken over as it stands: where, its name, and a sentence."""

    place: str
    name: str
    sentence: str


def words_of_document(value: object, name: str) -> str:
    """A text of the document itself. Raises ValueError, in words, for what is none or too long."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(_("Words are expected here."))
    words = one_line(value)
    if len(words) > LONGEST_WORDS[name]:
        raise ValueError(
            _("This is too long. %(most)d characters are the most.") % {"most": LONGEST_WORDS[name]}
        )
    return words
