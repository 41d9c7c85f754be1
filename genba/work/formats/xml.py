"""XML from outside as plain elements: no document type, so no entity that grows or looks elsewhere.

The parser is the expat of Python itself; the first sign of a DOCTYPE ends it, before anything is expanded.
"""

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from django.utils.translation import gettext as _

from genba.work.formats.document import FormatFault

LARGEST = 5 * 1024 * 1024
DEEPEST = 100
MOST_ELEMENTS = 100_000


def read_xml(content: bytes) -> Element:
    """The root of the tree; names are `{namespace}name`. Raises FormatFault, with line and column."""
    if len(content) > LARGEST:
        raise FormatFault(_("This file is too large for a procedure. 5 MB are the most."))
    reading = _Reading()
    try:
        return reading.read(content)
    except expat.ExpatError as trouble:
        raise FormatFault(
            _("This is not XML, or only half of it is there."), line=trouble.lineno, column=trouble.offset + 1
        ) from trouble
    except (LookupError, ValueError) as trouble:
        if isinstance(trouble, FormatFault):
            raise
        raise FormatFault(_("This is not XML, or only half of it is there.")) from trouble


class _Reading:
    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._builder = TreeBuilder()
        self._parser.CharacterDataHandler = self._builder.data
        self._depth = self._count = 0

    def read(self, content: bytes) -> Element:
        self._parser.Parse(content, True)
        return self._builder.close()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST or self._count > MOST_ELEMENTS:
            raise self._fault(_("This file holds more than a procedure can: too many elements, or too deep."))
        self._builder.start(_braced(name), {_braced(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._builder.end(_braced(name))

    def _refuse(self, *_about: object) -> None:
        raise self._fault(
            _("This file declares a document type (DOCTYPE), which could read other files or grow forever.")
        )

    def _fault(self, sentence: str) -> FormatFault:
        return FormatFault(
            sentence, line=self._parser.CurrentLineNumber, column=self._parser.CurrentColumnNumber + 1
        )


def _braced(name: str) -> str:
    return "{" + name if "}" in name else name
