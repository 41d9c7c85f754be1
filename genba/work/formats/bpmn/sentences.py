"""What the parts of BPMN are called in plain words."""

from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from genba.work.formats.bpmn.names import bare

#: What stands in a process beside its flow and needs no word.
QUIET = {
    "sequenceFlow", "documentation", "extensionElements", "laneSet", "association", "dataObject", "group",
    "ioSpecification", "property", "incoming", "outgoing", "standardLoopCharacteristics",
    "multiInstanceLoopCharacteristics", "dataInputAssociation", "dataOutputAssociation", "monitoring",
    "auditing", "completionCondition", "supports", "resourceRole", "performer", "humanPerformer",
    "potentialOwner",
}  # fmt: skip


def kind_of_task(kind: str) -> str:
    """What a task without a name is called."""
    names = {
        "userTask": _("Task of a person"),
        "manualTask": _("Task by hand"),
        "serviceTask": _("Task of a system"),
        "scriptTask": _("Task of a script"),
        "sendTask": _("Send"),
        "receiveTask": _("Receive"),
        "businessRuleTask": _("Decide by rule"),
        "callActivity": _("Do another procedure"),
    }
    return names.get(kind, _("Part of the procedure") if kind.lower().endswith("process") else _("Task"))


def kind_of_event(element: Element) -> str:
    """What an event in the middle of the flow asks for."""
    triggers = {bare(child.tag).removesuffix("EventDefinition") for child in element}
    if "Throw" in bare(element.tag):
        return _("Send") if "message" in triggers else _("Let it be known")
    if "timer" in triggers:
        return _("Wait until")
    return _("Wait for")


def gateway_sentence() -> str:
    """Of a gateway that does not close as a block."""
    return _("The ways here do not close as a block. The steps around it stand one after the other.")
