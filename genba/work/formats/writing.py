"""A version of a procedure as a file."""

from collections.abc import Callable

from genba.work.formats.bpmn.writing import write_bpmn
from genba.work.formats.document import Document
from genba.work.formats.yaml import write_yaml
from genba.work.models import Version

#: What each format is called by a browser.
CONTENT_TYPES = {"yaml": "application/yaml", "bpmn": "application/xml"}
WRITERS: dict[str, Callable[[Document], bytes]] = {
    "yaml": lambda document: write_yaml(document).encode(),
    "bpmn": write_bpmn,
}


def document_of(version: Version) -> Document:
    """The procedure as this version says it."""
    return Document(version.title, version.steps, version.why, version.procedure.code)


def file_of(version: Version, kind: str) -> bytes:
    """The version as yaml or bpmn."""
    return WRITERS[kind](document_of(version))
