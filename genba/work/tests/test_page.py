import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from genba.work.models import Procedure
from genba.work.tests.factory import change, make_draft, make_procedure, make_process
from genba.work.writing import begin_version, put_in_force, write


def words(page):
    """The page as it is read: without tags, with single blanks."""
    plain = re.sub(r"</?(?:bdi|time)[^>]*>", "", page.content.decode())
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", plain, flags=re.S).split())


@pytest.fixture
def procedure(cast):
    return make_procedure(cast)


@pytest.fixture
def read(sign_in, cast):
    return lambda procedure, query="": sign_in(cast.nobody).get(
        reverse("work:procedure", args=[procedure.pk]) + query
    )


def test_procedures_stand_in_the_order_in_which_value_is_made(sign_in, cast):
    make_draft(cast, title="Zip the bag", process=make_process(cast, "Wrap", y=300, x=0))
    make_draft(cast, title="Weld the frame", process=make_process(cast, "Zinc", y=10, x=0))
    page = words(sign_in(cast.amira).get(reverse("work:procedures")))
    assert page.index("Weld the frame") < page.index("Zip the bag")


def test_the_page_says_who_what_how_well_and_why(procedure, read):
    page = words(read(procedure))
    assert "1 Fetch the order from the tray Who: Operator Why? 1 The tray is the queue" in page
    assert "2 Set the torque driver How well: 4.0 Nm on the display Value: 3.8 – 4.2 Nm" in page
    assert "Time limit: 2 min" in page


def test_marks_are_words(procedure, read):
    page = words(read(procedure))
    assert re.search(r"3 Close the housing one of these .*3\.1 Drive four screws", page)
    assert "4 Put the label on may be skipped may be repeated" in page


def test_the_page_tells_what_it_allows(procedure, read):
    page = words(read(procedure))
    assert "For 3, do exactly one of these: 3.1 or 3.2. 4 may be skipped, or done several times." in page


def test_every_step_has_an_address(procedure, read):
    page = read(procedure).content.decode()
    assert re.findall(r'id="step-(\w+)"', page) == ["fetch", "set", "either", "screw", "clip", "label"]


def test_the_head_says_whose_it_is_and_since_when(procedure, read, cast):
    page = words(read(procedure))
    for said in ("P-001", "In force", "version 1", "Amira Khan", "Assembly", "Orders to parcels", "Line 4"):
        assert said in page
    assert "In force since today" in page


def test_what_counts_no_more_says_from_when_to_when_it_did(procedure, cast, sign_in):
    put_in_force(change(procedure, cast, title="Close it well"), by=cast.amira)
    began, ended = (datetime(2025, month, 9, 12, tzinfo=UTC) for month in (2, 5))
    procedure.versions.filter(number=1).update(in_force_at=began, ended_at=ended)
    old = words(sign_in(cast.nobody).get(reverse("work:version", args=[procedure.pk, 1])))
    assert "In force since 9 Feb 2025 until 9 May 2025" in old
    assert "Version 1 · Replaced 9 May 2025" in old


def test_older_versions_stay_readable_and_say_so(procedure, read, sign_in, cast):
    second = begin_version(procedure, by=cast.amira, reason="The clip is gone.")
    write(second, by=cast.amira, title="Close it with screws")
    put_in_force(second, by=cast.quentin)
    assert "Close it with screws" in words(read(procedure))
    old = words(sign_in(cast.nobody).get(reverse("work:version", args=[procedure.pk, 1])))
    assert "You are reading version 1, which counts no more." in old
    assert "The clip is gone." in old


def test_a_draft_says_that_another_version_counts(procedure, sign_in, cast):
    begin_version(procedure, by=cast.amira, reason="Better.")
    page = words(sign_in(cast.nobody).get(reverse("work:version", args=[procedure.pk, 2])))
    assert "This is not in force yet. Until then version 1 counts." in page


@pytest.mark.parametrize(
    ("paper", "told"),
    [
        ("2", "The paper in your hand still counts"),
        ("1", "The paper in your hand counts no more It is version 1. Version 2 is in force"),
    ],
)
def test_whoever_scans_a_printed_page_learns_whether_it_still_counts(procedure, read, cast, paper, told):
    put_in_force(begin_version(procedure, by=cast.amira, reason="Better."), by=cast.quentin)
    assert told in words(read(procedure, f"?paper={paper}"))
    assert "in your hand" not in words(read(procedure, "?paper=99"))
    assert "in your hand" not in words(read(procedure, "?paper=²"))


def test_what_people_wrote_stays_text(cast, read):
    evil = "<script>alert(1)</script>"
    steps = [{"what": evil, "who": evil, "why": evil, "tools": evil, "unit": "<b>", "is_measured": True}]
    page = read(make_procedure(cast, steps, title=evil)).content.decode()
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 5


def test_a_stranger_is_asked_to_sign_in(procedure, sign_in):
    for door in ("work:procedures", "work:procedure"):
        args = [] if door == "work:procedures" else [procedure.pk]
        assert "/account/login/" in sign_in(None).get(reverse(door, args=args)).url


def listed(client, query=""):
    page = client.get(reverse("work:procedures") + query).content.decode()
    return re.findall(r'class="row-title"><a [^>]*>([^<]*)<', page)


@pytest.fixture
def several(cast):
    assembly, packing = make_process(cast), make_process(cast, "Packing", team=cast.ward)
    make_procedure(cast, title="Close a housing", process=assembly)
    make_procedure(cast, title="Pack a parcel", process=packing, is_check=True, owner=cast.wanda)
    make_draft(cast, title="Bend a pipe", process=assembly)
    return packing


def test_procedures_stand_under_their_process(several, sign_in, cast):
    client = sign_in(cast.tomas)
    assert listed(client) == ["Bend a pipe", "Close a housing", "Pack a parcel"]
    page = words(client.get(reverse("work:procedures")))
    assert page.index("Assembly Bend a pipe") < page.index("Packing Pack a parcel")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?q=parcel", ["Pack a parcel"]),
        ("?q=P-002", ["Pack a parcel"]),
        ("?q=torque driver", ["Bend a pipe", "Close a housing", "Pack a parcel"]),
        ("?process={packing}", ["Pack a parcel"]),
        ("?team={ward}", ["Pack a parcel"]),
        ("?owner={wanda}", ["Pack a parcel"]),
        ("?owner=nobody", []),
        ("?check=1", ["Pack a parcel"]),
        ("?state=new", ["Bend a pipe"]),
        ("?state=under_way", ["Bend a pipe"]),
        ("?state=in_force", ["Close a housing", "Pack a parcel"]),
        ("?state=retired", []),
        ("?state=due", []),
    ],
)
def test_the_address_says_what_is_shown(several, sign_in, cast, query, titles):
    ids = {"packing": several.pk, "ward": cast.ward.pk, "wanda": cast.wanda.pk}
    assert listed(sign_in(cast.tomas), query.format(**ids)) == titles


def test_late_and_retired_procedures_are_found(several, sign_in, cast):
    late, gone = Procedure.objects.filter(title__in=("Close a housing", "Pack a parcel")).order_by("title")
    Procedure.objects.filter(pk=late.pk).update(review_on=timezone.localdate() - timedelta(days=1))
    Procedure.objects.filter(pk=gone.pk).update(retired_on=timezone.localdate())
    client = sign_in(cast.tomas)
    assert listed(client, "?state=due") == ["Close a housing"]
    assert listed(client, "?state=retired") == ["Pack a parcel"]
    assert "Pack a parcel" not in listed(client)


def test_a_wish_that_makes_no_sense_is_named_and_left_out(several, sign_in, cast):
    answer = sign_in(cast.tomas).get(reverse("work:procedures") + "?process=x&state=asleep&owner=9e9&page=z")
    assert answer.status_code == 200
    assert "Not understood and left out: process, owner, state" in words(answer)


def asked_of_the_database(client):
    with CaptureQueriesContext(connection) as asked:
        listed(client)
    return len(asked)


def test_the_list_costs_the_same_with_many(several, sign_in, cast):
    client = sign_in(cast.tomas)
    asked_of_the_database(client)
    with_three = asked_of_the_database(client)
    for number in range(30):
        make_procedure(cast, title=f"Procedure {number}", process=several)
    assert len(listed(client)) == 33
    assert asked_of_the_database(client) == with_three
