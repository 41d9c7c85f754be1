"""From blocks to lines of a procedure."""

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from genba.work.formats.bpmn.blocks import Block
from genba.work.formats.bpmn.names import ours
from genba.work.formats.document import FormatFault
from genba.work.steps import FLAGS, KEY, LONGEST

Line = dict[str, Any]
ORDERS = {"exclusive": "one_of", "parallel": "any_order", "inclusive": "any_order"}


class Lines:
    """Turns blocks into plain lines, and remembers which keys are taken."""

    def __init__(self, say: Callable[[str, str], None]) -> None:
        self._say = say
        self._taken: set[str] = set()
        self._told: dict[int, tuple[Block, list[Line]]] = {}

    def block(self, fields: Line) -> Block:
        """A line as a block, with a key that nobody else has."""
        place = str(fields.get("key", ""))
        fields["key"] = self._key(place)
        for name, longest in LONGEST.items():
            words = fields.get(name, "")
            if len(words) > longest:
                self._say(place, _("These words are too long for a step. They were cut."))
                fields[name] = words[: longest - 1] + "…"
        return Block("step", fields=fields)

    def of(self, block: Block) -> list[Line]:
        """The lines of a block; they are made once, however often they are asked for."""
        if id(block) not in self._told:
            self._told[id(block)] = (
                block,
                self._made(block),
            )  # the block is kept, so that its id stays its own
        return self._told[id(block)][1]

    def _made(self, block: Block) -> list[Line]:
        if block.shape == "silent":
            return []
        if block.shape == "step":
            return [block.fields]
        if block.shape == "sequence":
            return [line for part in block.parts for line in self.of(part)]
        if block.shape == "loop":
            return self._loop(*block.parts)
        return self._fork(block)

    def take_order(self, fields: Line, *, is_ad_hoc: bool) -> None:
        """Let a heading say what a single block under it says."""
        lines = fields["steps"]
        if is_ad_hoc:
            fields["order"] = "any_order"
            for line in lines:
                line["may_be_skipped"] = True
        elif len(lines) == 1 and lines[0].pop("is_made", False):
            only = lines[0]
            fields["steps"], fields["order"] = only["steps"], only["order"]
            if only.get("may_be_skipped"):
                fields["may_be_skipped"] = True
        elif len(lines) > 1:
            fields.pop("order", None)
        if not fields["steps"]:
            fields.pop("steps")

    def _fork(self, block: Block) -> list[Line]:
        spoken = [part for part in block.parts if self.of(part)]
        silent = len(spoken) < len(block.parts)
        if not spoken:
            return []
        if block.shape == "exclusive" and len(spoken) == 1:
            return [{**self._one(spoken[0]), "may_be_skipped": True}]
        children = [self._one(part) for part in spoken]
        if block.shape == "inclusive":
            for child in children:
                child["may_be_skipped"] = True
            self._say(
                block.place, _("Any number of these ways. They are in any order, and each may be skipped.")
            )
        if len(children) == 1:
            return children
        name = block.name or self._called(block.shape)
        made: Line = {"what": name, "order": ORDERS[block.shape], "steps": children, "is_made": True}
        if silent and block.shape == "exclusive":
            made["may_be_skipped"] = True
        return [made]

    def _loop(self, body: Block, redo: Block) -> list[Line]:
        again = self.of(redo)
        if not again:
            return [{**self._one(body), "may_be_repeated": True}] if self.of(body) else []
        if not self.of(body):
            return [{**self._one(redo), "may_be_repeated": True, "may_be_skipped": True}]
        lines = self.of(body)
        repeated = [*again, *(self._copied(line) for line in lines)]
        self._say(
            str(again[0].get("key", "")),
            _("This stands on a way back. The steps that follow it again are written out a second time."),
        )
        back = {"what": _("Once more"), "steps": repeated}
        return [*lines, {**back, "may_be_repeated": True, "may_be_skipped": True}]

    def _one(self, block: Block) -> Line:
        """The block as one line; several get a heading."""
        lines = self.of(block)
        if len(lines) == 1:
            return dict(lines[0])
        return {"what": _("In this order"), "steps": lines}

    def _copied(self, line: Line) -> Line:
        copied = deepcopy(line)
        if "key" in line:
            copied["key"] = self._key(str(line["key"]))
        if "steps" in copied:
            copied["steps"] = [self._copied(child) for child in copied["steps"]]
        return copied

    def finished(self, lines: list[Line]) -> list[Line]:
        """Without the notes that were only for the way, and with a key for every heading that we made."""
        done = []
        for line in lines:
            kept = {name: value for name, value in line.items() if name not in {"is_made", "steps"}}
            kept["key"] = kept.get("key") or self._key("")
            if "steps" in line:
                kept["steps"] = self.finished(line["steps"])
            done.append(kept)
        return done

    def _called(self, shape: str) -> str:
        return _("One of these") if shape == "exclusive" else _("In any order")

    def _key(self, wanted: str) -> str:
        """A key after the id in the file, so that the same file gives the same keys."""
        slug = re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-")[:30] or "part"
        key = wanted if KEY.fullmatch(wanted) else slug
        number = 1
        while key in self._taken:
            number += 1
            key = f"{slug}-{number}"
        self._taken.add(key)
        return key


def own_fields(element: Element) -> Line:
    """The fields that our own files carry with a node. Raises FormatFault for what is none."""
    said = next(
        (
            step
            for child in element
            if child.tag.endswith("}extensionElements")
            for step in child
            if step.tag == ours("step")
        ),
        None,
    )
    if said is None:
        return {}
    return {name: _value(name, value) for name, value in said.attrib.items()}


def _value(name: str, words: str) -> Any:
    if name in {*FLAGS, "is_measured"}:
        return words == "true"
    if name not in {"minutes", "low", "high"}:
        return words
    try:
        return int(words[:20]) if name == "minutes" else float(words)
    except ValueError:
        raise FormatFault(_("“%(name)s” is not a number.") % {"name": name}) from None
