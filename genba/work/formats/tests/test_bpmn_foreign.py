from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genba.analysis.procedure import allows, tree_of
from genba.work.formats.bpmn.reading import read_bpmn
from genba.work.formats.bpmn.writing import write_bpmn
from genba.work.formats.document import FormatFault
from genba.work.steps import numbered

pytestmark = pytest.mark.once
DATA = Path(__file__).parent / "data"
NS = "http://www.omg.org/spec/BPMN/20100524/MODEL"
KINDS = ["task", "exclusiveGateway", "parallelGateway", "inclusiveGateway", "startEvent", "endEvent"]


def outline(name):
    found = read_bpmn((DATA / name).read_bytes())
    return found, [f"{number} {step.what}" for number, _depth, step in numbered(found.document.steps)]


def process(body):
    return f'<definitions xmlns="{NS}"><process id="p" name="P">{body}</process></definitions>'.encode()


def test_a_file_from_a_modeler_becomes_steps_with_marks():
    found, lines = outline("complaint.bpmn")
    assert lines == [
        "1 Let the customer tell it to the end",
        "2 Ask for a picture",
        "3 In this order",
        "3.1 How bad is it?",
        "3.1.1 Repair it",
        "3.1.2 Replace it",
        "3.2 Test it",
    ]
    listen, picture, again = found.document.steps
    assert (listen.who, listen.why) == ("Service desk", "The second half holds the cause.")
    assert picture.may_be_skipped
    assert again.may_be_repeated
    assert again.steps[0].order == "one_of"
    assert (found.document.title, found.not_understood) == ("Handle a complaint", [])


def test_it_allows_exactly_what_the_diagram_allows():
    tree = tree_of(read_bpmn((DATA / "complaint.bpmn").read_bytes()).document.steps)
    listen, picture, repair, replace, test = (
        f"activity-{name}" for name in ("listen", "picture", "repair", "replace", "test")
    )
    assert allows(tree, [listen, picture, repair, test])
    assert allows(tree, [listen, replace, test, repair, test])
    assert not allows(tree, [listen, repair, replace, test])
    assert not allows(tree, [listen, repair, test, test])


def test_parallel_inclusive_and_sub_processes_are_read_and_what_is_not_exact_is_named():
    found, lines = outline("order.bpmn")
    assert lines == [
        "1 In any order",
        "1.1 Pick the parts",
        "1.2 Print the papers",
        "2 Extras",
        "2.1 Wrap it as a gift",
        "2.2 Add a card",
        "3 Pack it",
        "3.1 Choose the box",
        "3.2 Fill it",
        "4 Wait until: the truck is here",
    ]
    assert found.document.steps[2].may_be_repeated
    assert all(step.may_be_skipped for step in found.document.steps[1].steps)
    assert [(one.place, one.name) for one in found.not_understood] == [("extras", "Extras")]


def test_what_does_not_stand_in_blocks_is_kept_and_each_place_is_named():
    found, lines = outline("tangled.bpmn")
    said = {one.place: one.sentence for one in found.not_understood}
    for words in ("Look at the alarm", "Call the second line", "Restart it", "Search the cause", "Mend it"):
        assert any(line.endswith(words) for line in lines), (words, lines)
    assert {"Late", "Attack", "Wiki", "Note"} < set(said)
    assert any("jumps across" in sentence and "Restart" in sentence for sentence in said.values())
    assert "Ask Olivia for the key." in said["Note"]
    assert all(len(sentence) > 20 for sentence in said.values())


def test_a_way_back_with_steps_on_it_is_written_out():
    flows = ["s a", "x2 e", "x2 fix", "fix x1", "a x1"]
    body = "".join(f'<task id="{name}" name="{name.upper()}"/>' for name in ("a", "check", "fix"))
    body += '<startEvent id="s"/><endEvent id="e"/><exclusiveGateway id="x1"/><exclusiveGateway id="x2"/>'
    for number, flow in enumerate([*flows, "x1 check", "check x2"]):
        source, target = flow.split()
        body += f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}"/>'
    found = read_bpmn(process(body))
    tree = tree_of(found.document.steps)
    assert allows(tree, ["a", "check"])
    assert allows(tree, ["a", "check", "fix", "check-2", "fix", "check-2"])
    assert not allows(tree, ["a", "check", "fix"])
    assert [one.place for one in found.not_understood] == ["fix"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"<a/>",
        b"<definitions/>",
        (DATA / "order.bpmn").read_bytes()[:900],
        b'<?xml version="1.0" encoding="utf-99"?><a/>',
        b"<a>" * 200 + b"</a>" * 200,
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>',
        b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><d>&b;</d>',
        b'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd"><d/>',
        b"\xff\xfe\x00\x00",
        b"<a>" + b"x" * (6 * 1024 * 1024) + b"</a>",
        process("<task id='t' name='" + "x" * 10 + "'><extensionElements><s xmlns='https://genba.example/"
                "procedure/1'/></extensionElements></task>")[:-3],
        process("".join(f'<task id="t{n}"/>' for n in range(2100))),
    ],
)  # fmt: skip
def test_what_is_no_bpmn_is_refused_in_words(content):
    with pytest.raises(FormatFault) as found:
        read_bpmn(content)
    assert len(found.value.sentence) > 20


@settings(max_examples=60, deadline=None)
@given(
    kinds=st.lists(st.sampled_from(KINDS), max_size=9),
    flows=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=14),
)
def test_however_tangled_every_task_becomes_a_step(kinds, flows):
    body = "".join(f'<{kind} id="n{number}" name="N{number}"/>' for number, kind in enumerate(kinds))
    for number, (source, target) in enumerate(flows):
        body += f'<sequenceFlow id="f{number}" sourceRef="n{source}" targetRef="n{target}"/>'
    with suppress(FormatFault):
        found = read_bpmn(process(body))
        said = {step.what for _number, _depth, step in numbered(found.document.steps)}
        assert {f"N{number}" for number, kind in enumerate(kinds) if kind == "task"} <= said
        assert read_bpmn(write_bpmn(found.document)).document == found.document
