"""Gauges through the doors: may it be used, when is it due, and what was measured while it was wrong."""

import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genba.people.models import Person
from genba.trail.models import Fact
from genba.work.equipment.affected import affected_by
from genba.work.equipment.keeping import calibrate, keep_equipment, next_due, note_measurement
from genba.work.equipment.standing import standing_of
from genba.work.equipment.watching import calendar_key, look_for_due_calibrations
from genba.work.models import Calibration, Equipment, Measurement

Notification = apps.get_model("front", "Notification")  # the room above: its floor is not ours to import

CERTIFICATE = b"%PDF-1.4 certificate\n%%EOF"


def make_gauge(cast, code="G-014", **more):
    words = {"name": "Three-point bore gauge", "team": cast.line, "every": 12, "unit": "months", **more}
    gauge = Equipment(code=code, **words)
    keep_equipment(gauge, by=cast.amira)
    return gauge


def compared(cast, gauge, days_ago=0, *, right=True, fit=True, **more):
    words = {"on": timezone.localdate() - timedelta(days_ago), "as_found": "0.00 mm", **more}
    return calibrate(gauge, by=cast.amira, is_in_tolerance=right, is_fit=fit, **words)


def page(client, gauge):
    return client.get(reverse("work:equipment", args=[gauge.pk])).content.decode()


def post(client, name, *args, **words):
    return client.post(reverse(f"work:{name}", args=args), words)


def ask(**more):
    words = {"on": timezone.localdate().isoformat(), "where": "outside", "as_found": "right"}
    return {**words, "is_in_tolerance": "yes", "is_fit": "yes", **more}


def test_a_lead_adds_a_gauge_and_everybody_finds_it_by_its_number(cast, sign_in):
    words = {"code": "G-014", "name": "Bore gauge", "team": cast.line.pk, "every": "12", "unit": "months"}
    made = sign_in(cast.amira).post(reverse("work:new_equipment"), words)
    gauge = Equipment.objects.get()
    assert made.url == reverse("work:equipment", args=[gauge.pk])
    assert made.url in sign_in(cast.nobody).get("/search/?q=G-014").content.decode()
    assert "Never calibrated: do not use it" in page(sign_in(cast.nobody), gauge)


def test_a_lead_adds_none_to_a_team_of_others_and_no_number_twice(cast, sign_in):
    make_gauge(cast)
    words = {"code": "G-014", "name": "Bore gauge", "team": cast.ward.pk, "unit": "months"}
    answer = sign_in(cast.amira).post(reverse("work:new_equipment"), words)
    assert answer.status_code == 422
    assert Equipment.objects.count() == 1


def test_a_calibration_with_its_certificate_makes_it_good_until_a_day(cast, sign_in):
    gauge, client = make_gauge(cast), sign_in(cast.amira)
    certificate = SimpleUploadedFile("certificate.pdf", CERTIFICATE)
    post(client, "calibrate", gauge.pk, **ask(certificate=certificate, by_whom="Riverside Lab"))
    gauge.refresh_from_db()
    assert gauge.due_on == next_due(gauge, timezone.localdate())
    shown = page(client, gauge)
    assert ("Good for use" in shown, "Valid until" in shown) == (True, True)
    file = re.search(r'href="(/files/[^"]+)"', shown)[1]
    assert b"".join(sign_in(cast.nobody).get(file).streaming_content) == CERTIFICATE


def test_a_day_to_come_and_an_end_before_the_beginning_are_refused_at_their_fields(cast, sign_in):
    gauge, client = make_gauge(cast), sign_in(cast.amira)
    tomorrow = (timezone.localdate() + timedelta(1)).isoformat()
    answer = post(client, "calibrate", gauge.pk, **ask(on=tomorrow, as_found="kept words"))
    assert answer.status_code == 422
    assert "This day is still to come." in answer.content.decode()
    assert "kept words" in answer.content.decode()
    early = post(client, "calibrate", gauge.pk, **ask(due_on="2001-01-01"))
    assert "must come after" in early.content.decode()
    assert not Calibration.objects.exists()


@pytest.mark.parametrize(
    ("days_ago", "code"), [(0, "ok"), (59, "ok"), (60, "soon"), (90, "soon"), (91, "late"), (400, "late")]
)
def test_how_it_stands_follows_the_calendar(cast, days_ago, code):
    gauge = make_gauge(cast, every=90, unit="days")
    compared(cast, gauge, days_ago)
    assert standing_of(gauge).code == code


def test_a_gauge_by_uses_runs_out_by_being_used(cast):
    gauge = make_gauge(cast, every=3, unit="uses")
    compared(cast, gauge, 10)
    codes = []
    for number in range(3):
        note_measurement(gauge, by=cast.tomas, what=f"Bore {number}")
        codes.append(standing_of(gauge).code)
    assert codes == ["ok", "ok", "late"]


def test_out_of_tolerance_shows_exactly_what_was_measured_since_it_was_right(cast, sign_in):
    gauge, today = make_gauge(cast), timezone.localdate()
    compared(cast, gauge, 100)
    for days in (120, 99, 50, 10):
        note_measurement(gauge, by=cast.tomas, what=f"Bore {days} days ago", on=today - timedelta(days))
    found = compared(cast, gauge, 10, right=False, fit=True, as_found="+ 0.04 mm", as_left="set anew")
    note_measurement(gauge, by=cast.tomas, what="Bore after", on=today)
    doubt = affected_by(found)
    assert [row.what for row in doubt.rows] == [f"Bore {days} days ago" for days in (99, 50, 10)]
    assert (doubt.first, doubt.last) == (today - timedelta(99), today - timedelta(10))
    shown = page(sign_in(cast.tomas), gauge)
    assert "3 measurements are in doubt" in shown
    link = re.search(r'href="(/cards/new/\?title=[^"]+)"', shown)[1].replace("&amp;", "&")
    card = sign_in(cast.tomas).get(link).content.decode()
    assert "was out of tolerance" in card
    assert "Bore 50 days ago" in card


def test_all_that_is_in_doubt_can_be_read(cast, sign_in):
    gauge, today = make_gauge(cast), timezone.localdate()
    for number in range(25):
        note_measurement(gauge, by=cast.tomas, what=f"Bore number {number}.", on=today)
    compared(cast, gauge, 0, right=False, fit=True, as_found="+ 0.04 mm")
    shown = page(sign_in(cast.tomas), gauge)
    panel = shown[shown.index("25 measurements are in doubt") : shown.index("Open a card about it")]
    assert [number for number in range(25) if f"Bore number {number}." not in panel] == []


def test_what_is_not_good_goes_out_of_order_and_comes_back_when_it_is(cast, sign_in, work_off):
    gauge = make_gauge(cast)
    compared(cast, gauge, 5, right=False, fit=False, as_found="jammed")
    assert standing_of(gauge).code == "out"
    assert "jammed" in page(sign_in(cast.tomas), gauge)
    work_off()
    assert Fact.objects.filter(name="work.equipment_out_of_tolerance").count() == 1
    compared(cast, gauge, 1)
    assert standing_of(gauge).code == "ok"


def test_a_calibration_struck_out_counts_no_more_but_stays_to_be_read(cast, sign_in):
    gauge, client = make_gauge(cast), sign_in(cast.amira)
    compared(cast, gauge, 30)
    wrong = compared(cast, gauge, 1, right=False, fit=False)
    assert post(client, "strike_calibration", gauge.pk, wrong.pk, why="").status_code == 422
    post(client, "strike_calibration", gauge.pk, wrong.pk, why="It was the other gauge")
    gauge.refresh_from_db()
    assert standing_of(gauge).code == "ok"
    shown = page(client, gauge)
    assert ("It was the other gauge" in shown, "Out of tolerance on" in shown) == (True, False)


def test_the_lead_is_told_once_when_it_falls_due_and_once_when_it_is_late(cast, sign_in, work_off):
    gauge = make_gauge(cast, every=90, unit="days")
    compared(cast, gauge, 70)
    assert [look_for_due_calibrations.call() for _ in range(2)] == [1, 0]
    work_off()
    assert Notification.objects.filter(person=cast.amira, code="equipment_due").count() == 1
    Equipment.objects.update(due_on=timezone.localdate() - timedelta(1))
    assert [look_for_due_calibrations.call() for _ in range(2)] == [1, 0]
    work_off()
    assert Notification.objects.filter(person=cast.amira, code="equipment_late").exists()
    assert "Calibrations" in sign_in(cast.amira).get("/").content.decode()
    compared(cast, gauge)
    assert look_for_due_calibrations.call() == 0


def test_what_is_out_of_order_needs_no_reminder(cast):
    gauge = make_gauge(cast, every=90, unit="days")
    compared(cast, gauge, 100)
    Equipment.objects.update(state="out_of_order")
    assert look_for_due_calibrations.call() == 0


def test_the_calendar_opens_with_its_key_alone_and_only_while_the_person_is_here(cast, sign_in):
    gauge = make_gauge(cast)
    compared(cast, gauge)
    door = reverse("work:calibrations_ics", args=[calendar_key(cast.amira)])
    assert door in sign_in(cast.amira).get(reverse("work:equipment_list")).content.decode()
    feed = sign_in(None).get(door)
    assert feed["Content-Type"].startswith("text/calendar")
    assert b"G-014" in feed.content
    wanda = reverse("work:calibrations_ics", args=[calendar_key(cast.wanda)])
    assert b"G-014" not in sign_in(None).get(wanda).content
    assert sign_in(None).get(door.replace("/calendar/", "/calendar/x")).status_code == 404
    Person.objects.filter(pk=cast.amira.pk).update(is_active=False)
    assert sign_in(None).get(door).status_code == 404


def test_another_password_shuts_the_calendar(cast, sign_in):
    door = reverse("work:calibrations_ics", args=[calendar_key(cast.amira)])
    cast.amira.set_password("quite another password")
    cast.amira.save()
    assert sign_in(None).get(door).status_code == 404


def test_the_label_is_a_page_of_its_own_size(cast, sign_in):
    gauge = make_gauge(cast)
    compared(cast, gauge)
    answer = sign_in(cast.tomas).get(reverse("work:equipment_label", args=[gauge.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_lists_by_address_and_the_file_for_a_spreadsheet(cast, sign_in):
    late, good = make_gauge(cast), make_gauge(cast, "=2+2", name="Scale")
    compared(cast, late, 400)
    compared(cast, good)
    client = sign_in(cast.tomas)
    shown = client.get(reverse("work:equipment_list") + "?state=late").content.decode()
    assert ("Three-point" in shown, "Scale" in shown) == (True, False)
    table = b"".join(client.get(reverse("work:equipment_csv"))).decode()
    assert "'=2+2,Scale" in table
    wrong = "?team=99999999999999999999&state=x&q=%00&page=-1"
    assert client.get(reverse("work:equipment_list") + wrong).status_code == 200


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("lead", True),
        ("quality", True),
        ("member", False),
        ("other_lead", False),
        ("executive", False),
        ("auditor", False),
        ("administrator", False),
        ("nobody", False),
    ],
)
def test_who_may_calibrate_and_who_may_note(cast, sign_in, role, may):
    gauge = make_gauge(cast)
    client = sign_in(cast.people[role])
    noted = post(client, "note_measurement", gauge.pk, what="Bore", on=timezone.localdate().isoformat())
    answers = [
        post(client, "calibrate", gauge.pk, **ask()).status_code,
        post(client, "take_equipment_out", gauge.pk, why="fell").status_code,
        client.get(reverse("work:edit_equipment", args=[gauge.pk])).status_code,
    ]
    assert noted.status_code == 302
    assert answers == ([302, 302, 200] if may else [404, 404, 404])


@pytest.mark.parametrize("state", ["in_use", "out_of_order", "retired"])
@pytest.mark.parametrize(
    ("verb", "leads_to"),
    [
        ("take_equipment_out", "out_of_order"),
        ("retire_equipment", "retired"),
        ("take_equipment_into_use", "in_use"),
    ],
)
def test_every_verb_in_every_state_is_told_once(cast, sign_in, state, verb, leads_to):
    gauge = make_gauge(cast)
    Equipment.objects.update(state=state)
    before = Fact.objects.count()
    post(sign_in(cast.quentin), verb, gauge.pk, why="it fell")
    gauge.refresh_from_db()
    assert gauge.state == leads_to
    assert Fact.objects.count() - before == (state != leads_to)


def test_the_latest_five_measurements_stand_open_and_the_others_behind_one_tap(cast, sign_in):
    gauge = make_gauge(cast)
    for number in range(7):
        day = timezone.localdate() - timedelta(number)
        note_measurement(gauge, by=cast.tomas, what=f"Bore number {number}", on=day)
    open_part, folded = page(sign_in(cast.tomas), gauge).split("What was measured before")
    assert "Bore number 4" in open_part
    assert "Bore number 5" not in open_part
    assert "Bore number 6" in folded


def test_a_measurement_with_a_gauge_that_ran_out_says_so(cast, sign_in):
    gauge = make_gauge(cast)
    note_measurement(gauge, by=cast.tomas, what="Bore 7")
    assert Measurement.objects.get().was_overdue
    assert "the gauge was not good then" in page(sign_in(cast.tomas), gauge)


@pytest.mark.once
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    on=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    every=st.integers(1, 2_000_000),
    unit=st.sampled_from(["days", "months"]),
)
def test_the_next_day_is_always_later_and_a_longer_interval_never_earlier(on, every, unit):
    short = Equipment(code="a", every=every, unit=unit)
    long = Equipment(code="b", every=every + 1, unit=unit)
    assert on < next_due(short, on) <= next_due(long, on)
