"""A file as a procedure, whatever it is: by its name and its first bytes."""

from pathlib import PurePath

from django.utils.translation import gettext as _

from genba.work.formats.bpmn.reading import Found, read_bpmn
from genba.work.formats.document import FormatFault
from genba.work.formats.yaml import read_yaml

#: Which ending means which format.
ENDINGS = {"yaml": "yaml", "yml": "yaml", "bpmn": "bpmn", "xml": "bpmn"}


def format_of(name: str) -> str:
    """The format that a name promises. Raises FormatFault for one that we do not read."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending not in ENDINGS:
        raise FormatFault(
            _("This kind of file is not read: .%(ending)s. There are: %(known)s.")
            % {"ending": ending[:20], "known": ", ".join(f".{one}" for one in ENDINGS)}
        )
    return ENDINGS[ending]


def read_procedure(name: str, content: bytes) -> Found:
    """Read what a file holds. Raises FormatFault with a sentence, and the place where it is known."""
    if format_of(name) == "yaml":
        return Found(read_yaml(content))
    return read_bpmn(content)
