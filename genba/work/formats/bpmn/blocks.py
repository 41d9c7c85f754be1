"""From a graph of nodes and arrows to blocks: single entry, single exit, one inside the other.

The graph is folded step by step: neighbours become a sequence, what lies between a split and its join becomes
a choice or a parallel, what lies between a join and a way back becomes a loop. Where nothing folds any more,
one arrow that jumps across the blocks is left out and named; in the end what is left stands one after the
other. No step is ever lost. Source of the folding: Polyvyanyy, Vanhatalo, Völzer, Simplified Computation and
Generalization of the Refined Process Structure Tree, 2011 (we need its acyclic and loop fragments only).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a node is: something to do, a gateway, or an end of the graph."""

    BLOCK = "block"
    EXCLUSIVE = "exclusive"
    PARALLEL = "parallel"
    INCLUSIVE = "inclusive"
    START = "start"
    END = "end"


@dataclass
class Block:
    """A folded part: a step (with its fields), silent, or sequence/exclusive/parallel/inclusive/loop."""

    shape: str
    parts: list["Block"] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    place: str = ""  # the id of the gateway that opens it


SILENT = Block("silent")


@dataclass
class Node:
    """One node of the graph."""

    kind: Kind
    block: Block = field(default_factory=lambda: SILENT)
    name: str = ""


class Graph:
    """Nodes with arrows in the order in which they were drawn."""

    def __init__(self, say: Callable[[str, str, str], None]) -> None:
        self.nodes: dict[str, Node] = {"start": Node(Kind.START), "end": Node(Kind.END)}
        self.out: dict[str, list[str]] = {"start": [], "end": []}
        self.into: dict[str, list[str]] = {"start": [], "end": []}
        self._say = say  # (what happened, from where, to where)

    def add(self, key: str, node: Node) -> None:
        """One more node."""
        self.nodes[key], self.out[key], self.into[key] = node, [], []

    def tie(self, source: str, target: str) -> None:
        """One more arrow."""
        self.out[source].append(target)
        self.into[target].append(source)

    def folded(self) -> Block:
        """The whole graph as one block."""
        while True:
            while self._fold():
                pass
            if len(self.nodes) <= 3 and self._is_done():
                return self._body()
            if not (self._leave_out_a_jump() or self._line_up()):
                return self._body()

    def _fold(self) -> bool:
        return (
            any([self._pass_through(), self._chain(), self._branches(whole=True), self._loops()])
            # Only some of the ways, when nothing else folds: the others may join the same block later.
            or self._branches(whole=False)
        )

    def _is_done(self) -> bool:
        inner = [key for key in self.nodes if key not in {"start", "end"}]
        if not inner:
            return True
        return self.nodes[inner[0]].kind is Kind.BLOCK and self.out[inner[0]] == ["end"]

    def _body(self) -> Block:
        inner = [node.block for key, node in self.nodes.items() if node.kind is Kind.BLOCK]
        return inner[0] if inner else SILENT

    def _pass_through(self) -> bool:
        """A gateway with one way in and one way out says nothing."""
        found = False
        for key in list(self.nodes):
            silent = self.nodes[key].kind not in {Kind.BLOCK, Kind.START, Kind.END}
            if silent and len(self.out[key]) == 1 == len(self.into[key]) and self.out[key] != [key]:
                source, target = self.into[key][0], self.out[key][0]
                self._swap(self.out[source], key, target)
                self._swap(self.into[target], key, source)
                self._drop(key)
                found = True
        return found

    def _chain(self) -> bool:
        found = False
        for key in list(self.nodes):
            while key in self.nodes and self._is_block(key) and len(self.out[key]) == 1:
                after = self.out[key][0]
                if after == key or not self._is_block(after) or self.into[after] != [key]:
                    break
                self.nodes[key].block = _sequence(self.nodes[key].block, self.nodes[after].block)
                self.out[key] = self.out[after]
                for target in self.out[key]:
                    self._swap(self.into[target], after, key)
                self._drop(after)
                found = True
        return found

    def _branches(self, *, whole: bool) -> bool:
        found = False
        for split in list(self.nodes):
            if split not in self.nodes or len(self.out[split]) < 2:
                continue
            for join, ways in list(self._ways(split).items()):
                is_whole = len(ways) in {len(self.out[split]), len(self.into[join])}
                if len(ways) > 1 and (is_whole or not whole) and self._fit(split, join, len(ways)):
                    self._merge(split, join, ways)
                    found = True
        return found

    def _ways(self, split: str) -> dict[str, list[str]]:
        """Where the ways from a split come together again; a way is a block, or the join itself."""
        found: dict[str, list[str]] = {}
        for way in self.out[split]:
            if not self._is_block(way):
                found.setdefault(way, []).append(way)
            elif self.into[way] == [split] and len(self.out[way]) == 1 and self.out[way] != [split]:
                found.setdefault(self.out[way][0], []).append(way)
        return {join: ways for join, ways in found.items() if not self._is_block(join)}

    def _fit(self, split: str, join: str, ways: int) -> bool:
        opened, closed = self.nodes[split].kind, self.nodes[join].kind
        if Kind.INCLUSIVE is opened:
            whole = ways == len(self.out[split])
            return (
                whole
                and closed in {Kind.INCLUSIVE, Kind.END}
                and (closed is Kind.END or ways == len(self.into[join]))
            )
        return closed is opened or closed in {Kind.END, Kind.INCLUSIVE} or opened is Kind.START

    def _merge(self, split: str, join: str, ways: list[str]) -> None:
        kind = self.nodes[split].kind
        shape = str(Kind.EXCLUSIVE if kind is Kind.START else kind)
        parts = [SILENT if way == join else self.nodes[way].block for way in ways]
        key = next((way for way in ways if way != join), f"{split}~{join}")
        block = Block(shape, parts, name=self.nodes[split].name, place=split.partition("#")[0])
        place = min(self.out[split].index(way) for way in ways)
        for way in ways:
            self.out[split].remove(way)
            self.into[join].remove(split if way == join else way)
            if way != join:
                self._drop(way)
        self.add(key, Node(Kind.BLOCK, block))
        self.out[split].insert(place, key)
        self.into[key], self.out[key] = [split], [join]
        self.into[join].append(key)

    def _loops(self) -> bool:
        for join in list(self.nodes):
            if self.nodes[join].kind is not Kind.EXCLUSIVE or len(self.out[join]) != 1:
                continue
            first = self.out[join][0]
            body = first if self._is_block(first) and self.into[first] == [join] else ""
            split = self.out[body][0] if body else first
            wanted = [body or join]
            if split == join and body:  # a way back without a way out
                return False
            if self.nodes[split].kind is Kind.EXCLUSIVE and self.into[split] == wanted:
                back = [way for way in self.out[split] if way == join or self._leads(split, way, join)]
                if back and len(back) < len(self.out[split]):
                    self._close(join, body, split, back)
                    return True
        return False

    def _leads(self, split: str, way: str, join: str) -> bool:
        return self._is_block(way) and self.into[way] == [split] and self.out[way] == [join]

    def _close(self, join: str, body: str, split: str, back: list[str]) -> None:
        redos = [SILENT if way == join else self.nodes[way].block for way in back]
        redo = redos[0] if len(redos) == 1 else Block("exclusive", redos)
        inner = self.nodes[body].block if body else SILENT
        for way in back:
            self.out[split].remove(way)
            self.into[join].remove(split if way == join else way)
            if way != join:
                self._drop(way)
        block = Block("loop", [inner, redo])
        if body:
            self.nodes[body].block = block
        else:
            key = f"{join}~{split}"
            self.add(key, Node(Kind.BLOCK, block))
            self.out[join], self.into[key] = [key], [join]
            self.out[key], self.into[split] = [split], [key]

    def _leave_out_a_jump(self) -> bool:
        """Leave one arrow out that no block holds, a way back first; every node stays on a way."""
        for source, target in [*self._ways_back(), *self._arrows()]:
            if len(self.out[source]) > 1 and len(self.into[target]) > 1:
                self.out[source].remove(target)
                self.into[target].remove(source)
                self._say("jump", source, target)
                return True
        return False

    def _arrows(self) -> Iterator[tuple[str, str]]:
        for source, targets in self.out.items():
            for target in targets:
                yield source, target

    def _ways_back(self) -> list[tuple[str, str]]:
        order = {key: number for number, key in enumerate(self._order())}
        return [(a, b) for a, b in self._arrows() if order.get(b, 0) <= order.get(a, 0)]

    def _order(self) -> list[str]:
        """The nodes as they are met on the ways from the start, then those that no way leads to."""
        found, heads = dict.fromkeys(["start"]), ["start"]
        while heads:
            here = heads.pop(0)
            for target in self.out[here]:
                if target not in found:
                    found[target] = None
                    heads.append(target)
        return [*found, *(key for key in self.nodes if key not in found)]

    def _line_up(self) -> bool:
        """Nothing folds: what is left stands one after the other, and every gateway of it is named."""
        blocks = []
        for key in self._order():
            node = self.nodes[key]
            if node.kind is Kind.BLOCK:
                blocks.append(node.block)
            elif node.kind not in {Kind.START, Kind.END}:
                self._say("gateway", key, "")
        self.nodes = {"start": Node(Kind.START), "end": Node(Kind.END)}
        self.out = {"start": ["end"], "end": []}
        self.into = {"start": [], "end": ["start"]}
        if blocks:
            whole = blocks[0]
            for block in blocks[1:]:
                whole = _sequence(whole, block)
            self.add("whole", Node(Kind.BLOCK, whole))
            self.out["start"], self.into["end"] = ["whole"], ["whole"]
            self.into["whole"], self.out["whole"] = ["start"], ["end"]
        return False

    def _is_block(self, key: str) -> bool:
        return self.nodes[key].kind is Kind.BLOCK

    def _drop(self, key: str) -> None:
        del self.nodes[key], self.out[key], self.into[key]

    @staticmethod
    def _swap(keys: list[str], old: str, new: str) -> None:
        keys[keys.index(old)] = new


def _sequence(one: Block, two: Block) -> Block:
    parts = [part for block in (one, two) for part in (block.parts if block.shape == "sequence" else [block])]
    return Block("sequence", [part for part in parts if part.shape != "silent"])
