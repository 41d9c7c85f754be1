"""What is said about value streams and processes, through their doors."""

import pytest
from django.test import Client
from django.urls import reverse

from genba.people.models import ApiToken
from genba.trail.models import Fact
from genba.work.models import Process, ValueStream
from genba.work.tests.factory import make_procedure, make_process
from genba.work.writing import open_procedure


@pytest.fixture
def process(cast):
    return make_process(cast)


@pytest.fixture
def token_of():
    """A program that calls as somebody."""

    def as_(person):
        return Client(headers={"Authorization": f"Bearer {ApiToken.issue(person, name='test')[1]}"})

    return as_


def page(browser, name, *keys, query=""):
    return browser.get(reverse(f"work:{name}", args=keys) + query).content.decode()


def post(browser, door, /, *keys, **form):
    return browser.post(reverse(f"work:{door}", args=keys), form)


def words(process, **more):
    return {"name": process.name, "value_stream": process.value_stream_id} | more


def test_only_leads_and_quality_begin_a_value_stream(cast, sign_in):
    for role in ("tomas", "audrey", "nobody"):
        assert sign_in(getattr(cast, role)).get(reverse("work:new_stream")).status_code == 403
    for role in ("amira", "quentin"):
        assert post(sign_in(getattr(cast, role)), "new_stream", name=f"Stream of {role}").status_code == 302
    assert ValueStream.objects.count() == 2


@pytest.mark.parametrize("name", ["", "  ", "x" * 200, "Orders to parcels", "nul\0byte"])
def test_a_value_stream_needs_a_name_of_its_own_and_nothing_typed_is_lost(cast, process, sign_in, name):
    answer = post(sign_in(cast.amira), "new_stream", name=name, purpose="Bring it whole.")
    assert answer.status_code == 422
    assert "Bring it whole." in answer.content.decode()
    assert ValueStream.objects.count() == 1


def test_a_value_stream_is_changed_in_place_with_its_fact(cast, process, sign_in):
    stream, lead = process.value_stream, sign_in(cast.amira)
    assert 'name="purpose"' in page(lead, "stream", stream.pk, query="?edit=details")
    post(lead, "change_stream", stream.pk, name=stream.name, purpose="Bring it whole.", owner=cast.amira.pk)
    assert "Bring it whole." in page(sign_in(cast.nobody), "stream", stream.pk)
    fact = Fact.objects.about(stream).get(name="work.stream_changed")
    assert fact.data["fields"] == ["purpose", "owner"]
    refused = post(lead, "change_stream", stream.pk, name="", purpose="Typed.")
    assert (refused.status_code, "Typed." in refused.content.decode()) == (422, True)


def test_a_closed_value_stream_leaves_the_list_and_a_tap_brings_it_back(cast, process, sign_in):
    stream, lead, reader = process.value_stream, sign_in(cast.amira), sign_in(cast.nobody)
    post(lead, "close_stream", stream.pk)
    assert stream.name not in page(reader, "streams")
    assert "This value stream is closed." in page(reader, "stream", stream.pk)
    assert reverse("work:reopen_stream", args=[stream.pk]) in page(lead, "streams")
    post(lead, "reopen_stream", stream.pk)
    post(lead, "reopen_stream", stream.pk)
    assert stream.name in page(reader, "streams")
    names = Fact.objects.about(stream).order_by("pk").values_list("name", flat=True)
    assert list(names) == ["work.stream_closed", "work.stream_reopened"]


def test_value_streams_change_places(cast, sign_in):
    streams = [ValueStream.objects.create(name=name) for name in ("Alpha", "Beta", "Gamma")]
    lead = sign_in(cast.amira)
    post(lead, "shift_stream", streams[2].pk, way="up")
    post(lead, "shift_stream", streams[0].pk, way="up")
    post(lead, "shift_stream", streams[0].pk, way="sideways")
    assert list(ValueStream.objects.values_list("name", flat=True)) == ["Alpha", "Gamma", "Beta"]
    assert Fact.objects.filter(name="work.stream_moved").count() == 1


def test_the_owner_changes_a_value_stream_without_leading_a_team(cast, process, sign_in):
    stream = process.value_stream
    ValueStream.objects.update(owner=cast.tomas)
    assert sign_in(cast.tomas).get(reverse("work:map", args=[stream.pk])).status_code == 200
    assert sign_in(cast.audrey).get(reverse("work:map", args=[stream.pk])).status_code == 404


def test_a_process_is_changed_in_place_by_those_who_answer_for_it(cast, process, sign_in):
    lead = sign_in(cast.amira)
    assert 'name="inputs"' in page(lead, "process", process.pk, query="?edit=details")
    assert 'name="inputs"' not in page(sign_in(cast.wanda), "process", process.pk, query="?edit=details")
    said = {"purpose": "Build a pump.", "customer": "Dispatch", "inputs": "Kit", "outputs": "Pump"}
    post(lead, "change_process", process.pk, **words(process, **said, team=cast.line.pk))
    seen = page(sign_in(cast.nobody), "process", process.pk)
    assert all(word in seen for word in said.values())
    fact = Fact.objects.about(process).get(name="work.process_changed")
    assert fact.data["fields"] == ["purpose", "customer", "inputs", "outputs", "owner"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "Packing"}, "There is a process with this name."),
        ({"purpose": "x" * 400}, "at most 300 characters"),
        ({"inputs": "x" * 1_000_000}, "at most 2000 characters"),
        ({"team": "99999999999999999999"}, "Select a valid choice"),
        ({"value_stream": "x"}, "Select a valid choice"),
    ],
)
def test_words_that_do_not_fit_a_process_are_refused_and_kept(cast, process, sign_in, wrong, sentence):
    make_process(cast, "Packing")
    answer = post(sign_in(cast.amira), "change_process", process.pk, **words(process, outputs="Pump") | wrong)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Pump</textarea>" in answer.content.decode()
    assert not Fact.objects.about(process).exists()


def test_a_process_goes_to_another_value_stream_and_gets_a_new_place_there(cast, process, sign_in):
    other = ValueStream.objects.create(name="Trouble to peace")
    Process.objects.update(x=5, y=5)
    post(sign_in(cast.amira), "change_process", process.pk, **words(process, value_stream=other.pk))
    process.refresh_from_db()
    assert (process.value_stream, process.x, process.y) == (other, None, None)


def test_a_box_is_renamed_and_named_back(cast, process, sign_in):
    lead = sign_in(cast.amira)
    post(lead, "rename_process", process.pk, name="  Assemble\nthe pump ")
    assert Process.objects.get().name == "Assemble the pump"
    assert 'name="name" value="Assembly"' in page(lead, "map", process.value_stream_id)
    post(lead, "rename_process", process.pk, name="")
    assert "This field is required." in page(lead, "map", process.value_stream_id)
    assert Process.objects.get().name == "Assemble the pump"


def test_a_closed_process_leaves_the_map_but_its_page_its_procedures_and_its_name_stay(cast, sign_in):
    procedure = make_procedure(cast)
    process, lead = procedure.process, sign_in(cast.amira)
    post(lead, "close_process", process.pk)
    assert reverse("work:process", args=[process.pk]) not in page(sign_in(cast.nobody), "streams")
    seen = page(sign_in(cast.nobody), "process", process.pk)
    assert procedure.title in seen
    assert "This process is closed." in seen
    taken = post(lead, "add_process", process.value_stream_id, name=process.name)
    assert "A closed process has this name." in taken.content.decode()
    post(lead, "reopen_process", process.pk)
    assert not Process.objects.get().is_closed


def test_the_page_of_a_process_lists_its_procedures_and_not_the_retired_ones(cast, process, sign_in):
    for title in ("Close a housing", "Old way"):
        open_procedure(title=title, process=process, by=cast.amira)
    process.procedures.filter(title="Old way").update(retired_on="2026-01-01")
    seen = page(sign_in(cast.nobody), "process", process.pk)
    assert ("Close a housing" in seen, "Old way" in seen) == (True, False)
    assert f"{reverse('work:new_procedure')}?process={process.pk}" in seen


def test_strange_words_stay_words(cast, process, sign_in):
    lead, said = sign_in(cast.amira), "<script>alert(1)</script> مرحبا & 🛠️"
    post(lead, "add_process", process.value_stream_id, name=said)
    for name in ("stream", "map"):
        seen = page(lead, name, process.value_stream_id)
        assert "<script>alert" not in seen
        assert "مرحبا" in seen


def test_a_program_reads_how_value_is_made(cast, process, sign_in, token_of):
    program = token_of(cast.nobody)
    packing = make_process(cast, "Packing", purpose="Bring it whole.")
    process.flows_out.create(target=packing, label="pump")
    listed = program.get("/api/v1/value-streams").json()["items"]
    assert [one["name"] for one in listed] == ["Orders to parcels"]
    whole = program.get(f"/api/v1/value-streams/{process.value_stream_id}").json()
    assert [one["name"] for one in whole["processes"]] == ["Assembly", "Packing"]
    assert whole["arrows"] == [{"source": process.pk, "target": packing.pk, "label": "pump"}]
    found = program.get(f"/api/v1/processes?value_stream={process.value_stream_id}").json()["items"]
    assert [one["id"] for one in found] == [process.pk, packing.pk]
    one = program.get(f"/api/v1/processes/{packing.pk}").json()
    assert (one["purpose"], one["team"], one["owner"]) == ("Bring it whole.", cast.line.pk, cast.amira.pk)


def test_a_program_without_a_token_and_a_closed_process_answer_nothing(cast, process, sign_in, token_of):
    Process.objects.update(is_closed=True)
    assert token_of(cast.amira).get(f"/api/v1/processes/{process.pk}").status_code == 404
    assert sign_in(None).get("/api/v1/processes").status_code == 401
    assert sign_in(None).get("/api/v1/value-streams").status_code == 401


def test_many_value_streams_stand_on_several_pages(cast, sign_in):
    ValueStream.objects.bulk_create(ValueStream(name=f"Stream {n:02}", position=n) for n in range(30))
    reader = sign_in(cast.nobody)
    assert page(reader, "streams").count("stream-card") == 6
    assert "Stream 29" in page(reader, "streams", query="?page=5")
    assert page(reader, "streams", query="?page=nonsense").count("stream-card") == 6
