import json

import pytest
from django.test import Client
from django.urls import reverse

from genba.people.models import ApiToken
from genba.work.formats.bpmn.reading import read_bpmn
from genba.work.formats.yaml import read_yaml
from genba.work.models import Procedure, Version
from genba.work.tests.factory import STEPS, make_draft, make_procedure, make_process

PROCEDURES = "/api/v1/procedures"


@pytest.fixture
def program():
    def as_(person=None):
        return Client(headers={"Authorization": f"Bearer {ApiToken.issue(person, name='test')[1]}"})

    return as_


def send(client, method, path, body):
    return client.generic(method, path, body, content_type="application/json")


def test_everybody_takes_a_version_along_as_yaml_and_as_bpmn(cast, sign_in):
    version = make_procedure(cast, why="Loose covers came back.").in_force
    page = sign_in(cast.nobody).get(reverse("work:version", args=[version.procedure_id, 1]))
    for kind, read in (("yaml", read_yaml), ("bpmn", lambda content: read_bpmn(content).document)):
        door = reverse(f"work:procedure_{kind}", args=[version.procedure_id, 1])
        assert door in page.content.decode()
        answer = sign_in(cast.nobody).get(door)
        assert "attachment" in answer.headers["Content-Disposition"]
        document = read(answer.content)
        assert (document.steps, document.why) == (version.steps, "Loose covers came back.")
        assert document.number == version.procedure.code
        assert "login" in Client().get(door).url


def test_a_program_lists_procedures_and_reads_one_in_every_format(cast, program):
    procedure = make_procedure(cast)
    client = program(cast.nobody)
    listed = client.get(PROCEDURES).json()["items"]
    assert [(one["id"], one["title"]) for one in listed] == [(procedure.pk, "Close a housing")]
    read = client.get(f"{PROCEDURES}/{procedure.pk}").json()
    assert (read["state"], [step["key"] for step in read["steps"]][:2]) == ("in_force", ["fetch", "set"])
    text = client.get(f"{PROCEDURES}/{procedure.pk}?format=yaml").content
    assert read_yaml(text).steps == procedure.in_force.steps
    drawn = client.get(f"{PROCEDURES}/{procedure.pk}/versions/1?format=bpmn").content
    assert read_bpmn(drawn).document.steps == procedure.in_force.steps
    versions = client.get(f"{PROCEDURES}/{procedure.pk}/versions").json()
    assert [(one["number"], one["state"]) for one in versions] == [(1, "in_force")]


def test_a_program_begins_a_procedure_and_writes_its_steps(cast, program):
    process, client = make_process(cast), program(cast.amira)
    body = {"title": "Close a housing", "process": process.pk, "steps": ["Fetch the order", *STEPS[1:]]}
    begun = send(client, "POST", PROCEDURES, json.dumps(body))
    assert begun.status_code == 201
    assert begun.json()["steps"][0]["what"] == "Fetch the order"
    number = begun.json()["procedure"]
    again = send(client, "PUT", f"{PROCEDURES}/{number}/steps", json.dumps({"steps": STEPS[:1]}))
    assert (again.status_code, [one["key"] for one in again.json()["steps"]]) == (200, ["fetch"])


def test_what_is_in_force_is_changed_by_a_new_version_that_needs_a_reason(cast, program):
    procedure, client = make_procedure(cast), program(cast.amira)
    door = f"{PROCEDURES}/{procedure.pk}/steps"
    assert send(client, "PUT", door, json.dumps({"steps": STEPS[:1]})).status_code == 409
    assert Version.objects.count() == 1
    answer = send(client, "PUT", door, json.dumps({"steps": STEPS[:1], "reason": "One is enough."}))
    assert (answer.json()["number"], answer.json()["state"]) == (2, "draft")
    assert procedure.in_force.number == 1


def test_who_may_not_change_a_procedure_is_told_so(cast, program):
    draft = make_draft(cast)
    door = f"{PROCEDURES}/{draft.procedure_id}/steps"
    assert send(program(cast.wanda), "PUT", door, json.dumps({"steps": []})).status_code == 403
    assert send(Client(), "PUT", door, json.dumps({"steps": []})).status_code == 401
    assert Version.objects.get().steps == draft.steps


def test_a_fault_names_the_step_and_the_field_and_nothing_is_stored(cast, program):
    process = make_process(cast)
    steps = ["One", {"what": "Two", "steps": [{"what": "Three", "minutes": "soon"}]}]
    body = {"title": "x", "process": process.pk, "steps": steps}
    answer = send(program(cast.amira), "POST", PROCEDURES, json.dumps(body))
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["field"] == "steps.1.steps.0.minutes"
    assert not Procedure.objects.exists()
