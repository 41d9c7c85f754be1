"""With which gauge a step of a check was measured: named by the step, chosen or scanned; and found again."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.work.models import Equipment, Measurement, Run
from genba.work.tests.factory import make_procedure
from genba.work.tests.test_equipment import compared, make_gauge, page, post

STEPS = [
    {
        "key": "bore",
        "what": "Measure the bore",
        "tools": "Three-point bore gauge [G-014]",
        "low": 79.97,
        "high": 80.03,
        "unit": "mm",
    }
]


@pytest.fixture
def gauge(cast):
    gauge = make_gauge(cast)
    compared(cast, gauge, 30)
    return gauge


@pytest.fixture
def begun(cast, sign_in, gauge):
    check = make_procedure(cast, STEPS, is_check=True)
    sign_in(cast.tomas).post(reverse("work:check_run", args=[check.pk]))
    return Run.objects.get()


def say(client, run, value="80.01", **more):
    return post(client, "check_say", run.pk, step="bore", value=value, **more)


def test_the_step_names_its_gauge_and_the_result_stands_with_it(cast, sign_in, begun, gauge):
    client = sign_in(cast.tomas)
    step = client.get(reverse("work:check_step", args=[begun.pk])).content.decode()
    assert 'value="G-014"' in step
    say(client, begun)
    one = Measurement.objects.get()
    assert (one.equipment, one.result.run, one.was_overdue) == (gauge, begun, False)
    assert reverse("work:check_result", args=[begun.pk]) in page(client, gauge)


@pytest.mark.parametrize("typed", ["g-015", " G-015 ", "https://genba.example/equipment/{pk}/"])
def test_another_gauge_is_chosen_by_its_number_or_its_scanned_label(cast, sign_in, begun, typed):
    other = make_gauge(cast, "G-015")
    say(sign_in(cast.tomas), begun, gauge=typed.format(pk=other.pk))
    assert Measurement.objects.get().equipment == other


def test_a_number_that_nobody_knows_is_said_at_its_field_and_nothing_is_lost(cast, sign_in, begun):
    answer = say(sign_in(cast.tomas), begun, gauge="G-999")
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "There is no equipment with this number." in shown
    assert ("G-999" in shown, "80.01" in shown) == (True, True)
    assert not Measurement.objects.exists()


def test_a_gauge_that_ran_out_is_warned_of_and_marked(cast, sign_in, begun, gauge):
    Equipment.objects.update(due_on=timezone.localdate() - timedelta(1))
    client = sign_in(cast.tomas)
    say(client, begun)
    after = client.get(reverse("work:check_step", args=[begun.pk])).content.decode()
    assert "is not good for use" in after
    assert Measurement.objects.get().was_overdue


def test_a_result_that_is_taken_back_was_not_measured(cast, sign_in, begun):
    client = sign_in(cast.tomas)
    say(client, begun)
    post(client, "check_back", begun.pk)
    assert not Measurement.objects.exists()
    post(client, "check_say", begun.pk, step="bore", result="na")
    assert not Measurement.objects.exists()


def test_out_of_tolerance_leads_to_exactly_these_runs(cast, sign_in, begun, gauge):
    client = sign_in(cast.tomas)
    say(client, begun)
    compared(cast, gauge, right=False, fit=False, as_found="+ 0.05 mm")
    shown = page(client, gauge)
    assert "1 measurement is in doubt" in shown
    assert "Measure the bore: 80.01 mm" in shown


def test_a_gauge_of_a_team_below_is_offered_as_well(cast, sign_in, begun, gauge):
    begun.procedure.teams.set([cast.plant])
    make_gauge(cast, "G-016")
    check = sign_in(cast.tomas).get(reverse("work:check_run", args=[begun.procedure_id])).content.decode()
    assert '"code": "G-016"' in check


def test_a_phone_knows_the_gauges_without_a_signal_and_sends_the_chosen_one(cast, sign_in, begun, gauge):
    client = sign_in(cast.tomas)
    check = client.get(reverse("work:check_run", args=[begun.procedure_id])).content.decode()
    assert '"gauges": [{"code": "G-014"' in check
    make_gauge(cast, "G-015")
    result = {"key": "bore", "value": "80.01", "gauge": "G-015", "at": timezone.now().isoformat()}
    sent = {
        "procedure": begun.procedure_id,
        "version": 1,
        "client_key": "a" * 32,
        "ending": "end",
        "results": [result],
    }
    answer = client.post(reverse("work:checks_send"), {"run": json.dumps(sent)})
    assert answer.status_code < 300
    assert Measurement.objects.get().equipment.code == "G-015"
