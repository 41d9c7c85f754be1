"""Programs read metrics and bring readings."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from genba.people.models import ApiToken
from genba.trail.models import Fact
from genba.understand.tests.factory import FIRST, make_measured, make_metric

pytestmark = pytest.mark.django_db


def call(client, person, method, path, body=None, *, scope="write", **headers):
    token = {"Authorization": f"Bearer {ApiToken.issue(person, name='t', scope=scope)[1]}", **headers}
    answer = client.generic(
        method, f"/api/v1/metrics{path}", json.dumps(body), content_type="application/json", headers=token
    )
    return answer.status_code, answer.json()


def at(week, value, **more):
    return {"at": (FIRST + timedelta(weeks=week)).isoformat(), "value": value, **more}


def test_a_program_brings_readings_and_a_newer_value_counts(cast, client):
    metric = make_metric(cast)
    body = {"readings": [at(0, 12), at(1, 14, note="Counted twice")]}
    status, arrived = call(client, cast.tomas, "POST", f"/{metric.pk}/readings", body)
    assert (status, arrived) == (201, {"new": 2, "changed": 0, "same": 0})
    newer = {"readings": [at(1, 15), at(0, 12)]}
    assert call(client, cast.tomas, "POST", f"/{metric.pk}/readings", newer)[1] == {
        "new": 0,
        "changed": 1,
        "same": 1,
    }
    assert [one.value for one in metric.readings.all()] == [12, 15]
    assert metric.readings.first().by == cast.tomas


def test_what_is_sent_twice_with_one_key_is_done_once(cast, client):
    metric = make_metric(cast)
    body, key = {"readings": [at(0, 12)]}, {"Idempotency-Key": "7f1f9a52-3f61-4a52-8dd5-5a2dfb1d1c55"}
    token = f"Bearer {ApiToken.issue(cast.tomas, name='t')[1]}"
    answers = [
        client.post(
            f"/api/v1/metrics/{metric.pk}/readings",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": token, **key},
        ).json()
        for _time in range(2)
    ]
    assert answers == [{"new": 1, "changed": 0, "same": 0}] * 2
    assert Fact.objects.filter(name="understand.readings_arrived").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (at(1, float("nan"), denominator=10), "readings.1.value"),
        (at(1, float("inf"), denominator=10), "readings.1.value"),
        (at(1, -1, denominator=10), "readings.1.value"),
        (at(1, 4, denominator=0), "readings.1.denominator"),
        (at(1, 4), "readings.1.denominator"),
        (at(1, 11, denominator=10), "readings.1.value"),
        (at(0, 4, denominator=10), "readings.1.at"),
        (at(1, "many", denominator=10), "readings.1.value"),
        ({"at": "0001-01-01", "value": 1, "denominator": 10}, "readings.1.at"),
        ({"at": "2999-01-01T00:00:00Z", "value": 1, "denominator": 10}, "readings.1.at"),
    ],
)
def test_one_wrong_reading_is_named_and_none_is_taken(cast, client, wrong, field):
    metric = make_metric(cast, shape="proportion")
    body = {"readings": [at(0, 3, denominator=10), wrong]}
    status, answer = call(client, cast.tomas, "POST", f"/{metric.pk}/readings", body)
    assert (status, [one["field"] for one in answer["detail"]]) == (422, [field])
    assert not metric.readings.exists()
    assert not Fact.objects.filter(name="understand.readings_arrived").exists()


def test_who_may_not_write_readings_down_finds_no_metric_to_write_to(cast, client):
    metric, body = make_metric(cast), {"readings": [at(0, 12)]}
    for person in (cast.wanda, cast.nobody, cast.audrey):
        assert call(client, person, "POST", f"/{metric.pk}/readings", body)[0] == 404
    read_only = call(client, cast.tomas, "POST", f"/{metric.pk}/readings", body, scope="read")
    assert read_only[0] == 403
    assert not metric.readings.exists()


def test_what_genba_counts_takes_no_readings_from_outside(cast, client):
    metric = make_metric(cast, computes="ideas_submitted")
    status, answer = call(client, cast.quentin, "POST", f"/{metric.pk}/readings", {"readings": [at(0, 1)]})
    assert (status, answer["detail"]) == (409, "Genba counts this metric by itself.")


def test_a_program_reads_what_is_measured(cast, client):
    metric = make_measured(cast, [1, 2])
    make_metric(cast, "Ideas", computes="ideas_submitted")
    status, page = call(client, cast.nobody, "GET", "?limit=1", scope="read")
    assert (status, page["items"][0]["id"], page["next"]) == (200, metric.pk, 1)
    assert call(client, cast.nobody, "GET", "?offset=1")[1]["items"][0]["is_counted_by_genba"] is True
    assert call(client, cast.nobody, "GET", f"/{metric.pk}")[1]["team"] == cast.line.pk
    assert call(client, cast.nobody, "GET", "/999")[0] == 404


def test_a_moment_without_an_offset_is_told_by_the_clock_here(cast, client):
    metric = make_metric(cast)
    body = {"readings": [{"at": "2026-03-02T06:00:00", "value": 1}]}
    call(client, cast.tomas, "POST", f"/{metric.pk}/readings", body)
    assert timezone.localtime(metric.readings.get().at).isoformat()[:16] == "2026-03-02T06:00"
