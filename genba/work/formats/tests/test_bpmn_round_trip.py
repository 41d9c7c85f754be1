from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings

from genba.analysis.procedure import tree_of
from genba.work.formats.bpmn.names import DIAGRAM, MODEL, model
from genba.work.formats.bpmn.reading import read_bpmn
from genba.work.formats.bpmn.writing import write_bpmn
from genba.work.formats.document import Document
from genba.work.formats.tests.test_yaml import documents
from genba.work.steps import steps_from
from genba.work.tests.factory import STEPS

pytestmark = pytest.mark.once
bounded = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@bounded
@given(documents)
def test_every_procedure_comes_back_from_bpmn_as_it_was(document):
    found = read_bpmn(write_bpmn(document))
    assert found.document == document
    assert tree_of(found.document.steps) == tree_of(document.steps)
    assert found.not_understood == []
    assert write_bpmn(found.document) == write_bpmn(document)


@bounded
@given(documents)
def test_everything_in_the_file_is_tied_and_drawn(document):
    root = ElementTree.fromstring(write_bpmn(document))
    known = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    assert len(known) == len(set(known))
    flows = list(root.iter(model("sequenceFlow")))
    assert all({flow.get("sourceRef"), flow.get("targetRef")} <= set(known) for flow in flows)
    drawn = {one.attrib["bpmnElement"] for one in root.iter() if "bpmnElement" in one.attrib}
    inner = next(root.iter(model("process"))).iter()
    wanted = {one.get("id") for one in inner if "id" in one.attrib}
    assert drawn == wanted


@bounded
@given(documents)
def test_no_two_boxes_lie_on_each_other_unless_one_holds_the_other(document):
    root = ElementTree.fromstring(write_bpmn(document))
    boxes = []
    for shape in root.iter(f"{{{DIAGRAM}}}BPMNShape"):
        x, y, width, height = (float(shape[0].attrib[name]) for name in ("x", "y", "width", "height"))
        assert min(x, y) >= 0
        boxes.append((x, y, x + width, y + height))
    for number, one in enumerate(boxes):
        for two in boxes[number + 1 :]:
            apart = one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
            inside = one[0] < two[0] and one[1] < two[1] and one[2] > two[2] and one[3] > two[3]
            assert apart or inside


def test_marks_are_gateways_that_other_tools_know():
    root = ElementTree.fromstring(write_bpmn(Document("Close a housing", steps_from(STEPS))))
    names = [one.tag.rpartition("}")[2] for one in root.iter() if one.tag.startswith(f"{{{MODEL}}}")]
    assert names.count("task") == 5
    assert names.count("subProcess") == 1
    assert names.count("exclusiveGateway") == 6
