"""Differences between versions, step by step, in words."""

import pytest
from django.urls import reverse

from genba.work.difference import between
from genba.work.tests.factory import STEPS, change, make_procedure, put_through

FETCH, SET, EITHER, LABEL = STEPS


def told(cast, steps, **words):
    """Every sentence of the difference between the usual steps and these."""
    version = change(make_procedure(cast), cast, steps=steps, **words)
    found = between(version.procedure.in_force, version)
    return [one.sentence for one in found.around] + [
        one.sentence for line in found.lines for one in line.told
    ]


@pytest.mark.parametrize(
    ("steps", "sentences"),
    [
        ([FETCH | {"what": "Fetch the order"}, SET, EITHER, LABEL], ["Step 1 now says"]),
        ([FETCH, SET, EITHER], ["Step 4 is gone."]),
        ([FETCH, SET, EITHER, LABEL, "Scan it"], ["Step 5 is new."]),
        ([SET, EITHER, LABEL, FETCH], ["What was step 1 is now step 4."]),
        (
            [FETCH, EITHER | {"steps": [*EITHER["steps"], SET]}, LABEL],
            ["Step 2.3 now stands under step 2; it was step 2."],
        ),
        (
            [FETCH, SET, EITHER | {"order": "any_order"}, LABEL],
            ["The lines under step 3 may now be done in any order."],
        ),
        (
            [FETCH, SET, EITHER | {"order": "in_order"}, LABEL],
            ["The lines under step 3 are now done in their order."],
        ),
        ([FETCH | {"may_be_skipped": True}, SET, EITHER, LABEL], ["Step 1 may now be skipped."]),
        (
            [FETCH, SET, EITHER, LABEL | {"may_be_repeated": False}],
            ["Step 4 is done once: it may not be repeated any more."],
        ),
        ([FETCH, SET | {"high": 4.5}, EITHER, LABEL], ["The upper limit of step 2 is now 4.5, it was 4.2."]),
        ([FETCH, SET | {"low": None}, EITHER, LABEL], ["Step 2 has no lower limit any more, it was 3.8."]),
        ([FETCH | {"minutes": 5}, SET, EITHER, LABEL], ["Step 1 now has a time limit: 5 minutes."]),
        ([FETCH | {"who": ""}, SET, EITHER, LABEL], ["Step 1 does not say any more who does it"]),
        ([FETCH | {"wants_photo": True}, SET, EITHER, LABEL], ["Step 1 now asks for a photo."]),
    ],
)
def test_each_change_is_one_sentence(cast, steps, sentences):
    assert told(cast, steps) == sentences


def test_another_title_and_another_why_are_told_first(cast):
    assert told(cast, STEPS, title="Close it well", why="Loose covers came back.") == [
        "It is now called",
        "Why we do it this way",
    ]


def test_the_page_marks_the_words_that_differ(cast, sign_in):
    steps = [FETCH | {"what": "Fetch the next order from the tray"}, SET, EITHER, LABEL]
    version = change(make_procedure(cast), cast, steps=steps)
    page = (
        sign_in(cast.nobody).get(reverse("work:difference", args=[version.procedure_id, 2])).content.decode()
    )
    assert "Version 2 beside version 1." in page
    assert "Fetch the<ins> next</ins> order from the tray" in page
    assert "The driver is new." in page


def test_a_new_step_is_told_with_its_limits_and_its_time(cast):
    weigh = {"what": "Weigh it", "low": 1, "high": 2, "unit": "kg", "minutes": 3}
    version = change(make_procedure(cast), cast, steps=[*STEPS, weigh])
    told = between(version.procedure.in_force, version).lines[0].told[0]
    assert told.marks == [("new", "Weigh it · 1 – 2 kg · 3 min")]


def test_words_of_people_stay_words(cast, sign_in):
    steps = [FETCH | {"what": "<script>alert(1)</script>"}, SET, EITHER, LABEL]
    version = change(make_procedure(cast), cast, steps=steps)
    page = (
        sign_in(cast.nobody).get(reverse("work:difference", args=[version.procedure_id, 2])).content.decode()
    )
    assert "<script>alert" not in page


def test_any_two_versions_can_be_laid_side_by_side(cast, sign_in):
    procedure = make_procedure(cast)
    for title in ("Close it well", "Close it best"):
        put_through(change(procedure, cast, title=title), cast)
    door = reverse("work:difference", args=[procedure.pk, 3])
    client = sign_in(cast.tomas)
    assert "Version 3 beside version 2." in client.get(door).content.decode()
    assert "Version 3 beside version 1." in client.get(door, {"from": "1"}).content.decode()
    assert "Both say the same." in client.get(door, {"from": "3"}).content.decode()
    for nonsense in ("9", "x", "²", "-1", "9" * 30):
        assert client.get(door, {"from": nonsense}).status_code == 404


def test_the_first_version_is_new_from_top_to_bottom(cast, sign_in):
    procedure = make_procedure(cast)
    page = sign_in(cast.tomas).get(reverse("work:difference", args=[procedure.pk, 1])).content.decode()
    assert "This is the first version" in page
    assert "Step 3.2 is new." in page


def test_what_is_gone_stands_at_the_end_with_its_old_number(cast):
    version = change(make_procedure(cast), cast, steps=[SET, EITHER, LABEL, "Scan it"])
    lines = between(version.procedure.in_force, version).lines
    assert [(line.number, line.is_gone, line.is_new) for line in lines] == [
        ("4", False, True),
        ("1", True, False),
    ]


def test_the_lines_stand_in_the_order_of_the_page(cast):
    steps = [FETCH | {"what": "Fetch it"}, "Clean it", SET | {"high": 4.5}, EITHER, LABEL | {"minutes": 3}]
    version = change(make_procedure(cast), cast, steps=steps)
    lines = between(version.procedure.in_force, version).lines
    assert [line.number for line in lines] == ["1", "2", "3", "5"]
