"""The names of BPMN 2.0 that we write and read."""

from typing import Final

MODEL: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
POINTS: Final = "http://www.omg.org/spec/DD/20100524/DC"
LINES: Final = "http://www.omg.org/spec/DD/20100524/DI"
OURS: Final = "https://genba.example/procedure/1"  # a name, not an address: nobody asks there
INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"
PREFIXES: Final = {
    "bpmn": MODEL, "bpmndi": DIAGRAM, "dc": POINTS, "di": LINES, "genba": OURS, "xsi": INSTANCE,
}  # fmt: skip


def model(name: str) -> str:
    """The name of an element of the model."""
    return f"{{{MODEL}}}{name}"


def ours(name: str) -> str:
    """The name of an element of ours, inside extensionElements."""
    return f"{{{OURS}}}{name}"


def bare(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]
