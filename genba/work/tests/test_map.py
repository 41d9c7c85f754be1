"""Value streams and their maps through the doors."""

import json
import re
from itertools import combinations, pairwise

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genba.trail.models import Fact
from genba.work.arranging import draw_arrow
from genba.work.drawing import draw
from genba.work.models import Flow, Process, ValueStream
from genba.work.tests.factory import make_process

DRAWN = "work.map_drawn"


@pytest.fixture
def chain(cast):
    """Assembly, packing and sending, one behind the other, and back."""
    boxes = [make_process(cast, name) for name in ("Assembly", "Packing", "Sending")]
    for source, target in ((0, 1), (1, 2), (2, 0)):
        draw_arrow(boxes[source], boxes[target], label=f"from {boxes[source]}", by=cast.amira)
    return boxes


@pytest.fixture
def lead(cast, sign_in):
    return sign_in(cast.amira)


def page(browser, name, *keys, query=""):
    return browser.get(reverse(f"work:{name}", args=keys) + query).content.decode()


def post(browser, door, /, *keys, **form):
    return browser.post(reverse(f"work:{door}", args=keys), form)


def places():
    return {box.name: (box.x, box.y) for box in Process.objects.all()}


def test_everybody_sees_the_map_with_its_boxes_arrows_and_words(cast, chain, sign_in):
    seen = page(sign_in(cast.nobody), "stream", chain[0].value_stream_id)
    assert seen.count('class="map-arrow"') == Flow.objects.count() == 3
    for box in chain:
        assert f'href="{reverse("work:process", args=[box.pk])}" aria-label="{box.name}"' in seen
    assert "from Packing" in re.sub(r"<svg.*?</svg>", "", seen, flags=re.S)
    assert " style=" not in seen
    assert reverse("work:map", args=[chain[0].value_stream_id]) not in seen


def test_a_map_asks_the_database_as_often_for_many_boxes(cast, chain, sign_in, django_assert_max_num_queries):
    browser, stream = sign_in(cast.nobody), chain[0].value_stream
    made = [Process.objects.create(value_stream=stream, name=f"Box {n}") for n in range(30)]
    Flow.objects.bulk_create(Flow(source=a, target=b) for a, b in pairwise(made))
    page(browser, "streams")
    for name, keys in (("streams", ()), ("stream", (stream.pk,))):
        with django_assert_max_num_queries(16):
            page(browser, name, *keys)


def test_the_map_is_turned_for_those_who_read_from_the_right(cast, chain, sign_in):
    draw_arrow(chain[0], make_process(cast, "Scrap"), label="", by=cast.amira)
    stream = chain[0].value_stream_id
    across = re.compile(r'class="map-rect" x="(-?[\d.]+)"')
    straight = across.findall(page(sign_in(cast.nobody), "stream", stream))
    turned = across.findall(page(sign_in(cast.nobody), "stream", stream, query="?lang=ar"))
    assert [float(x) for x in turned] == [-float(x) - 176 for x in straight]
    assert len({*straight}) > 1


def test_what_was_not_written_down_is_hinted_at(cast, chain, lead):
    seen = page(lead, "stream", chain[0].value_stream_id)
    assert f"{reverse('work:new_procedure')}?process={chain[2].pk}" in seen


def test_a_lead_begins_a_value_stream_and_draws_it_without_a_script(cast, lead):
    made = post(lead, "new_stream", name="Order to pump", purpose="A pump that runs.", owner=cast.amira.pk)
    stream = ValueStream.objects.get(name="Order to pump")
    assert made.url == reverse("work:map", args=[stream.pk])
    for name in ("Cast", "Machine"):
        post(lead, "add_process", stream.pk, name=name)
    cast_it, machine = Process.objects.order_by("pk")
    post(lead, "draw_arrow", stream.pk, source=cast_it.pk, target=machine.pk, label="housing")
    assert Flow.objects.get().label == "housing"
    names = set(Fact.objects.values_list("name", flat=True))
    assert {"work.stream_added", "work.process_added", "work.arrow_drawn"} <= names
    assert "housing" in page(lead, "map", stream.pk)


def test_an_arrow_gets_other_words_is_taken_away_and_drawn_again(chain, lead):
    stream, flow = chain[0].value_stream_id, Flow.objects.first()
    ends = {"source": flow.source_id, "target": flow.target_id}
    post(lead, "draw_arrow", stream, **ends, label="tested pump")
    undo = page(lead, "map", stream)
    assert Flow.objects.get(pk=flow.pk).label == "tested pump"
    assert 'name="label" value="from Assembly"' in undo
    post(lead, "remove_arrow", stream, flow.pk)
    assert not Flow.objects.filter(**ends).exists()
    assert 'name="label" value="tested pump"' in page(lead, "map", stream)


def test_boxes_are_put_and_put_back_with_one_fact_each(chain, lead):
    stream = chain[0].value_stream_id
    put = {str(chain[0].pk): [400, -20]}
    answer = post(lead, "put_boxes", stream, places=json.dumps(put))
    assert answer.url.endswith("#map")
    assert places()["Assembly"] == (400, -20)
    assert [y for _x, y in places().values()] == [-20, 142, 284]
    undo = re.search(r'name="places" value="(\{[^"]+\})"', page(lead, "map", stream)).group(1)
    post(lead, "put_boxes", stream, places=undo.replace("&quot;", '"'))
    assert places()["Assembly"] == (0, 0)
    post(lead, "put_boxes", stream, places=undo.replace("&quot;", '"'))
    assert Fact.objects.filter(name=DRAWN).count() == 2


def test_without_a_script_a_box_is_put_step_by_step_and_the_map_lays_itself_out_again(chain, lead):
    stream = chain[0].value_stream_id
    post(lead, "shift_box", stream, chain[1].pk, way="right")
    across, down = places()["Packing"]
    for way in ("right", "down", "nowhere"):
        post(lead, "shift_box", stream, chain[1].pk, way=way)
    assert places()["Packing"] == (across + 40, down + 40)
    post(lead, "lay_out", stream)
    assert set(places().values()) == {(None, None)}
    assert Fact.objects.filter(name=DRAWN).count() == 4


@pytest.mark.parametrize(
    "places_",
    [
        *("", "nonsense", "[]", "{}x", '{"a": [1, 2]}', '{"1": [1]}', '{"1": ["x", 2]}', '{"1": null}'),
        *('{"1": [NaN, 2]}', '{"1": [1e999, 2]}', '{"1": [1, 2, 3]}', "[" * 9000, '{"1": {"0": 1}}'),
    ],
)
def test_places_that_are_none_are_refused_in_a_sentence(chain, lead, places_):
    answer = post(lead, "put_boxes", chain[0].value_stream_id, places=places_)
    assert answer.status_code == 422
    assert set(places().values()) == {(None, None)}


def test_a_place_far_off_the_map_is_refused_and_a_foreign_box_left_alone(cast, chain, lead):
    stream = chain[0].value_stream_id
    far = post(lead, "put_boxes", stream, places=json.dumps({chain[0].pk: [1e6, 0]}))
    assert (far.status_code, far.content.decode()) == (422, "This place lies outside the map.")
    other = ValueStream.objects.create(name="Trouble to peace")
    foreign = Process.objects.create(value_stream=other, name="Listen")
    post(lead, "put_boxes", stream, places=json.dumps({foreign.pk: [5, 5]}))
    assert set(places().values()) == {(None, None)}


def test_a_new_box_stands_below_those_that_were_put(cast, chain, lead):
    stream = chain[0].value_stream
    post(lead, "put_boxes", stream.pk, places=json.dumps({chain[0].pk: [900, 900]}))
    make_process(cast, "Scrap")
    drawn = draw(list(stream.processes.order_by("pk")), [])
    assert [box.middle[1] > 900 for box in drawn.boxes] == [False, False, False, True]


def test_an_arrow_to_another_value_stream_shows_the_box_from_there(cast, chain, sign_in, lead):
    other = ValueStream.objects.create(name="Trouble to peace")
    foreign = Process.objects.create(value_stream=other, name="Listen to the customer")
    stream = chain[0].value_stream_id
    post(lead, "draw_arrow", stream, source=chain[2].pk, target=foreign.pk, label="pump")
    seen = page(sign_in(cast.nobody), "stream", stream)
    assert 'aria-label="Listen to the customer, Trouble to peace"' in seen
    assert "is-outside" in page(sign_in(cast.nobody), "stream", other.pk)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"source": "0", "target": "0"}, "An arrow leads to another process."),
        ({"source": "x", "target": "0"}, "Select a valid choice"),
        ({"target": "0"}, "This field is required."),
        ({"source": "0", "target": "1", "label": "x" * 200}, "at most 120 characters"),
    ],
)
def test_an_arrow_that_cannot_be_is_refused_at_the_field(chain, lead, asked, sentence):
    numbers = {"0": chain[0].pk, "1": chain[1].pk}
    form = {name: numbers.get(value, value) for name, value in asked.items()}
    answer = post(lead, "draw_arrow", chain[0].value_stream_id, **form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Flow.objects.count() == 3


@pytest.mark.parametrize("name", ["", " ", "x" * 200, "Packing", "nul\0byte"])
def test_a_box_without_a_name_of_its_own_is_not_added(chain, lead, name):
    answer = post(lead, "add_process", chain[0].value_stream_id, name=name)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert Process.objects.count() == 3


@pytest.mark.parametrize("role", ["tomas", "elena", "audrey", "adam", "nobody"])
def test_who_answers_for_nothing_changes_nothing(cast, chain, sign_in, role):
    browser, stream = sign_in(getattr(cast, role)), chain[0].value_stream_id
    arrow, before = Flow.objects.first(), Fact.objects.count()
    doors = [("change_stream", stream), ("close_stream", stream), ("reopen_stream", stream)]
    doors += [("shift_stream", stream), ("add_process", stream), ("draw_arrow", stream)]
    doors += [("remove_arrow", stream, arrow.pk), ("put_boxes", stream), ("lay_out", stream)]
    doors += [("shift_box", stream, chain[0].pk), ("rename_process", chain[0].pk)]
    doors += [
        ("change_process", chain[0].pk),
        ("close_process", chain[0].pk),
        ("reopen_process", chain[0].pk),
    ]
    assert {post(browser, *door, name="x", way="up").status_code for door in doors} == {404}
    assert browser.get(reverse("work:map", args=[stream])).status_code == 404
    assert Fact.objects.count() == before


def test_a_lead_of_another_team_draws_the_map_but_renames_no_box(cast, chain, sign_in):
    wanda, stream = sign_in(cast.wanda), chain[0].value_stream_id
    assert f'action="{reverse("work:rename_process", args=[chain[0].pk])}"' not in page(wanda, "map", stream)
    assert post(wanda, "rename_process", chain[0].pk, name="Mine").status_code == 404
    post(wanda, "put_boxes", stream, places=json.dumps({chain[0].pk: [40, 40]}))
    assert places()["Assembly"] == (40, 40)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 60), st.lists(st.tuples(st.integers(0, 59), st.integers(0, 59)), max_size=90))
def test_whatever_the_arrows_no_box_stands_on_another_and_every_arrow_is_drawn_once(count, arrows):
    stream = ValueStream(pk=1, name="Any")
    boxes = [Process(pk=pk, name=f"Box {pk}", value_stream=stream) for pk in range(1, count + 1)]
    ends = dict.fromkeys((a, b) for a, b in arrows if a != b and max(a, b) < count)
    flows = [Flow(pk=n, source=boxes[a], target=boxes[b], label="kit") for n, (a, b) in enumerate(ends)]
    drawn = draw(boxes, flows)
    assert sorted(box.process.pk for box in drawn.boxes) == [box.pk for box in boxes]
    assert [arrow.flow for arrow in drawn.arrows] == flows
    for one, other in combinations(drawn.boxes, 2):
        (x, y), (a, b) = one.middle, other.middle
        assert abs(x - a) >= 176 or abs(y - b) >= 64
