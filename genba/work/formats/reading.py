"""A file as a procedure or as a document, whatever it is: by its name and its bytes."""

from collections.abc import Callable
from pathlib import PurePath

from django.utils.translation import gettext as _

from genba.work.formats.bpmn.reading import Found, read_bpmn
from genba.work.formats.document import Document, FormatFault
from genba.work.formats.draft import draft_of, lines_of
from genba.work.formats.markdown import read_markdown
from genba.work.formats.papers import read_docx, read_pdf
from genba.work.formats.passages import Writing
from genba.work.formats.yaml import read_yaml
from genba.work.steps import StepFault, steps_from

#: Which ending means which format.
ENDINGS = {
    "yaml": "yaml",
    "yml": "yaml",
    "bpmn": "bpmn",
    "xml": "bpmn",
    "docx": "docx",
    "pdf": "pdf",
    "md": "md",
    "markdown": "md",
    "txt": "md",
}
#: Documents of words, of which steps have to be told from the rest.
READERS: dict[str, Callable[[bytes], Writing]] = {"docx": read_docx, "pdf": read_pdf, "md": read_markdown}


def format_of(name: str) -> str:
    """The format that a name promises. Raises FormatFault for one that we do not read."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending in {"docm", "dotm"}:
        raise FormatFault(
            _("This file may carry a program (a macro) inside. Please save it as .docx and send it again.")
        )
    if ending == "doc":
        raise FormatFault(_("This is the old kind of Word file. Please save it as .docx and send it again."))
    if ending not in ENDINGS:
        raise FormatFault(
            _("This kind of file is not read. There are: %(known)s.")
            % {"known": ", ".join(f".{one}" for one in ENDINGS)}
        )
    return ENDINGS[ending]


def read_procedure(name: str, content: bytes) -> Found:
    """Read what a file holds. Raises FormatFault with a sentence, and the place where it is known."""
    kind = format_of(name)
    if kind == "yaml":
        return Found(read_yaml(content))
    if kind == "bpmn":
        return read_bpmn(content)
    draft = draft_of(READERS[kind](content), PurePath(name).stem)
    try:
        steps = steps_from(lines_of(draft.pieces))
    except StepFault as trouble:
        raise FormatFault(str(trouble)) from trouble
    return Found(Document(draft.title, steps, draft.why))
