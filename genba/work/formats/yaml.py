"""A procedure as YAML: one file each, short, in one stable spelling, so that it lives well in git.

    title: Change a tool on line 4
    number: P-002
    why: Most scrap was made within ten minutes of a tool change.
    steps:
      - key: stop
        what: Stop the spindle and lock the door
        who: Operator
      - Take the worn tool out          # the short form: only what is done

Only plain values are read. Tags, anchors and aliases are refused, so nothing is ever run and nothing grows.
Every fault names its line and column.
"""

from dataclasses import dataclass, field, fields
from typing import Any

import yaml
from django.utils.translation import gettext as _

from genba.work.formats.document import LONGEST_WORDS, Document, FormatFault, words_of_document
from genba.work.steps import LONGEST, Step, StepFault, steps_from

LARGEST = 1024 * 1024
DEEPEST = 20
MOST_NODES = 20_000
OF_A_STEP = {one.name for one in fields(Step)}
WORDS = {*LONGEST, *LONGEST_WORDS, "key", "order"}
NULL, INT, FLOAT, BOOL = (f"tag:yaml.org,2002:{name}" for name in ("null", "int", "float", "bool"))
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Dumper(yaml.SafeDumper):
    """Writes lists one step further in, and never an alias."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Indent lists under their name, as people do."""
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        """Say everything out, however often it stands there."""
        return True


def write_yaml(document: Document) -> str:
    """The one spelling of a procedure: the order of the fields is fixed, what is empty is left out."""
    head = {name: getattr(document, name) for name in ("title", "number", "why") if getattr(document, name)}
    body = head | {"steps": [_spelled(step) for step in document.steps]}
    return yaml.dump(body, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=2**31)


def _spelled(step: Step) -> dict[str, Any]:
    plain = step.plain()
    plain.pop("steps", None)
    for limit in ("low", "high"):
        if limit in plain:
            plain.pop("is_measured", None)  # follows from the limit
            plain[limit] = int(plain[limit]) if plain[limit].is_integer() else plain[limit]
    if step.steps:
        plain["steps"] = [_spelled(child) for child in step.steps]
    return plain


@dataclass
class Node:
    """A value with its place in the file; lines and columns count from 1."""

    line: int
    column: int
    words: str = ""
    tag: str = ""
    items: list["Node"] | None = None
    fields: dict[str, "Node"] | None = None
    names: dict[str, "Node"] = field(default_factory=dict)

    def fault(self, sentence: str) -> FormatFault:
        """A fault at this place."""
        return FormatFault(sentence, line=self.line, column=self.column)


def read_yaml(content: bytes | str) -> Document:
    """Read a procedure. Raises FormatFault, with line and column, for everything that is not one."""
    root = _Reading(_decoded(content)).root()
    if root.fields is None:
        raise root.fault(_("A procedure is expected here: a title and a list of steps."))
    for name, node in root.names.items():
        if name not in {*LONGEST_WORDS, "steps"}:
            raise node.fault(
                _("There is no such field of a procedure. There are: %(fields)s.")
                % {"fields": "title, number, why, steps"}
            )
    words = {name: _words(root, name) for name in LONGEST_WORDS}
    if not words["title"]:
        raise (root.fields.get("title") or root).fault(_("Say in the title what is done."))
    given = root.fields.get("steps")
    try:
        steps = steps_from([] if given is None or given.tag == NULL else _plain(given))
    except StepFault as trouble:
        raise _placed(given or root, trouble) from trouble
    return Document(steps=steps, **words)


def _words(root: Node, name: str) -> str:
    node = (root.fields or {}).get(name)
    try:
        return words_of_document(None if node is None else _plain(node, name), name)
    except ValueError as trouble:
        raise (node or root).fault(str(trouble)) from trouble


def _placed(node: Node, trouble: StepFault) -> FormatFault:
    """The fault of a step, with the place where it was written."""
    for number, at in enumerate(trouble.place):
        if number and node.fields:
            node = node.fields["steps"]
        node = (node.items or [node])[at]
    if node.fields and trouble.column:
        unknown = {name[:40]: one for name, one in node.names.items() if name not in OF_A_STEP}
        if trouble.column in unknown:
            there_are = _("There are: %(fields)s.") % {"fields": ", ".join(one.name for one in fields(Step))}
            return unknown[trouble.column].fault(f"{trouble} ({trouble.column}) {there_are}")
        node = node.fields.get(trouble.column) or node
    sentence = str(trouble)
    return node.fault(f"{sentence} ({trouble.column})" if trouble.column else sentence)


def _plain(node: Node, name: str = "") -> Any:
    """The value as plain JSON. Where words belong, `no`, `12:30` and `007` stay what was written."""
    if node.items is not None:
        return [_plain(item) for item in node.items]
    if node.fields is not None:
        return {key: _plain(value, key) for key, value in node.fields.items()}
    if node.tag == NULL:
        return None
    if name in WORDS or not name:
        return node.words
    return _number_or_flag(node)


def _number_or_flag(node: Node) -> Any:
    constructor = yaml.constructor.SafeConstructor()
    made = yaml.ScalarNode(node.tag, node.words)
    try:
        if node.tag == BOOL:
            return constructor.construct_yaml_bool(made)
        if node.tag == INT:
            return constructor.construct_yaml_int(made)
        if node.tag == FLOAT:
            return constructor.construct_yaml_float(made)
    except (ValueError, OverflowError):
        raise node.fault(_("This number is too long.")) from None
    return node.words


class _Reading:
    """One file, read event by event: what is not plain never becomes a value."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._count = 0

    def root(self) -> Node:
        """The one document of the file."""
        try:
            self._loader = Loader(self._text)
            self._expect(yaml.StreamStartEvent)
            if self._loader.check_event(yaml.StreamEndEvent):
                raise FormatFault(_("This file is empty."), line=1, column=1)
            self._expect(yaml.DocumentStartEvent)
            root = self._node(0)
            self._expect(yaml.DocumentEndEvent)
            if not self._loader.check_event(yaml.StreamEndEvent):
                raise self._at(self._loader.peek_event()).fault(
                    _("A second document begins here. One file holds one procedure.")
                )
        except yaml.YAMLError as trouble:
            raise self._unreadable(trouble) from trouble
        return root

    def _expect(self, kind: type[Any]) -> None:
        event = self._loader.get_event()
        if not isinstance(event, kind):
            raise self._at(event).fault(_("This cannot be read as YAML here."))

    def _node(self, depth: int) -> Node:
        event = self._loader.get_event()
        node = self._at(event)
        self._count += 1
        if self._count > MOST_NODES or depth > DEEPEST:
            raise node.fault(_("This is more than a procedure holds: too many values, or too deep."))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise node.fault(_("Anchors and aliases (& and *) are not read. Write it out."))
        if getattr(event, "tag", None) not in (None, "!"):
            raise node.fault(_("Tags (!) are not read: a procedure holds plain words and numbers only."))
        if isinstance(event, yaml.ScalarEvent):
            node.words = event.value
            node.tag = self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        elif isinstance(event, yaml.SequenceStartEvent):
            node.items = []
            while not self._loader.check_event(yaml.SequenceEndEvent):
                node.items.append(self._node(depth + 1))
            self._loader.get_event()
        else:
            self._fields(node, depth)
        return node

    def _fields(self, node: Node, depth: int) -> None:
        node.fields = {}
        while not self._loader.check_event(yaml.MappingEndEvent):
            name = self._node(depth + 1)
            if name.items is not None or name.fields is not None:
                raise name.fault(_("The name of a field is one word."))
            if name.words in node.fields:
                raise name.fault(_("This field stands here twice."))
            node.names[name.words] = name
            node.fields[name.words] = self._node(depth + 1)
        self._loader.get_event()

    def _at(self, event: Any) -> Node:
        return Node(event.start_mark.line + 1, event.start_mark.column + 1)

    def _unreadable(self, trouble: yaml.YAMLError) -> FormatFault:
        mark = getattr(trouble, "problem_mark", None) or getattr(trouble, "context_mark", None)
        if mark is not None:
            line, column = mark.line + 1, mark.column + 1
        else:
            before = self._text[: getattr(trouble, "position", 0) or 0]
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return FormatFault(
            _("This cannot be read as YAML here. Look at the quotes, the colons and the indentation."),
            line=line,
            column=column,
        )


def _decoded(content: bytes | str) -> str:
    if len(content) > LARGEST:
        raise FormatFault(_("This file is larger than a procedure can be (1 MB)."))
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = content[: trouble.start].count(b"\n") + 1
        raise FormatFault(_("This file is not written in UTF-8."), line=line, column=1) from trouble
