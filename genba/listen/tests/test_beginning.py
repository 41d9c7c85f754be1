"""A report that another page has begun: filled in, never sent, and tied to its step only under a name."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from genba.listen.models import Original, Report
from genba.trail.models import Link
from genba.work.checks.given import Given
from genba.work.checks.running import begin_run, say_result, version_to_run
from genba.work.checks.showing import report_address
from genba.work.models import KnownStep
from genba.work.tests.factory import make_procedure


@pytest.fixture
def failed(cast):
    """A step of a check that Tomas ran at the station has failed."""
    version = version_to_run(make_procedure(cast))
    run = begin_run(version, by=cast.tomas, team=cast.line, place=cast.station, client_key="c" * 32)
    say_result(run, Given("fetch", "pass"), by=cast.tomas)
    return say_result(run, Given("set", value="4,5", note="New <driver>"), by=cast.tomas)


def asked(address):
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def address_of(failed):
    return report_address(failed, failed.run.version, place_code=failed.run.place.code)


def send(client, words, **more):
    return client.post("/report/", {**words, "idempotency_key": "a" * 32, **more})


def test_a_failed_step_opens_the_form_with_everything_filled_in_and_sends_nothing(cast, sign_in, failed):
    page = sign_in(cast.tomas).get(address_of(failed)).content.decode()
    assert "Step 2 of Close a housing: Set the torque driver – 4.5 Nm, limits: 3.8 to 4.2 Nm" in page
    assert "New &lt;driver&gt;" in page
    assert f'<option value="{cast.station.code}" selected>' in page
    assert 'value="problem" ' in page
    assert (Report.objects.count(), Original.objects.count()) == (0, 0)


def test_the_report_is_tied_to_the_result_and_to_the_step(cast, sign_in, failed):
    send(sign_in(cast.tomas), asked(address_of(failed)), sender=cast.tomas.pk)
    report, step = Report.objects.get(), KnownStep.objects.get(key="set")
    tied = set(Link.objects.filter(from_id=str(report.pk)).values_list("to_kind", "to_id"))
    assert tied == {("work.stepresult", str(failed.pk)), ("work.knownstep", str(step.pk))}
    page = sign_in(cast.tomas).get(reverse("work:check_result", args=[failed.run_id])).content.decode()
    assert reverse("listen:detail", args=[report.pk]) in page


def test_a_phone_names_the_step_by_its_own_key(cast, sign_in, failed):
    about = f"work.run:{'c' * 32}:1"
    send(sign_in(cast.wanda), {"text": "Mine", "about": about}, sender=cast.wanda.pk)
    assert not Link.objects.exists()
    send(sign_in(cast.tomas), {"text": "Mine", "about": about}, sender=cast.tomas.pk)
    assert Link.objects.filter(to_kind="work.stepresult", to_id=str(failed.pk)).exists()


def test_who_stays_anonymous_leaves_no_tie(cast, sign_in, client, failed):
    words = asked(address_of(failed))
    send(sign_in(cast.tomas), words, sender=cast.tomas.pk, anonymous="on")
    assert 'name="about"' not in client.get(address_of(failed)).content.decode()
    send(client, {**words, "text": "Another"})
    assert Original.objects.count() == 2
    assert not Link.objects.exists()


@pytest.mark.parametrize(
    "about",
    [
        "x",
        "work.run",
        "work.run::",
        "work.run:k:-1",
        "work.run:k:99999999",
        "work.stepresult:x",
        ":",
        "9" * 500,
    ],
)
def test_what_leads_nowhere_is_left_alone(cast, sign_in, about):
    send(sign_in(cast.tomas), {"text": "Said", "about": about}, sender=cast.tomas.pk)
    assert Report.objects.count() == 1
    assert not Link.objects.exists()


def test_words_in_the_address_are_cut_and_do_nothing(cast, client):
    given = {"text": "<script>x</script>" + "y" * 5000, "kind": "gossip", "about": "z" * 500}
    page = client.get("/report/", given).content.decode()
    assert "<script>x" not in page
    area = re.search(r'<textarea name="text".*?</textarea>', page, re.S)[0]
    assert re.findall("y{9,}", area) == ["y" * 982]
    assert not re.search(r"<input[^>]*name=\"kind\"[^>]*checked", page)
