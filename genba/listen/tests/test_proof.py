"""The gate in front of anonymous reports: a small sum instead of an address."""

import base64
import json
import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from genba.listen import gate, proof, receipt
from genba.listen.models import Original, SpentChallenge
from genba.listen.proof import Unproven, new_challenge, spend
from genba.listen.receipt import in_groups, make_receipt
from genba.listen.tasks import forget_spent_challenges
from genba.listen.tests.solving import packed, solution, solve
from genba.people.models import ApiToken

WORDS = "The guard at the press is loose."
REPORTS = "/api/v1/reports"


@pytest.fixture(autouse=True)
def guarded(settings, monkeypatch):
    """The gate is shut, the sum is quick, and no browser without scripts was here yet."""
    settings.GENBA_PROOF_OF_WORK = True
    monkeypatch.setattr(proof, "HIGHEST_NUMBER", 50)
    monkeypatch.setattr(gate, "_valve", gate.Valve(at_once=2))
    monkeypatch.setattr(gate, "_looks", gate.Valve(at_once=2))


@pytest.fixture
def argon2_runs(monkeypatch):
    """The words for which Argon2 was started."""
    runs = []
    real = receipt.hash_secret_raw
    monkeypatch.setattr(receipt, "hash_secret_raw", lambda **given: runs.append(1) or real(**given))
    return runs


@pytest.fixture
def call(client):
    """A program that says something through the API."""

    def send(altcha="", token="", key="", **body):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = {"text": WORDS, "altcha": altcha, **body}
        headers |= {"Idempotency-Key": key} if key else {}
        return client.post(REPORTS, body, content_type="application/json", headers=headers)

    return send


def forged(which):
    """Solutions that are none."""
    challenge, other = new_challenge(now=timezone.now()), new_challenge(now=timezone.now())
    right = json.loads(base64.b64decode(solve(challenge)))
    later = str(int((timezone.now() + timedelta(days=9)).timestamp()))
    return {
        "a forged signature": packed({**right, "signature": "0" * 64}),
        "the signature of another": packed({**right, "signature": other["signature"]}),
        "another challenge": packed({**right, "challenge": other["challenge"]}),
        "another number": packed({**right, "number": right["number"] + 1}),
        "a later end": packed({**right, "salt": right["salt"].split("expires=")[0] + f"expires={later}&"}),
        "another algorithm": packed({**right, "algorithm": "SHA-1"}),
        "a number in words": packed({**right, "number": str(right["number"])}),
        "letters of no alphabet": packed({**right, "salt": "\ud800"}),
        "no fields": packed({}),
        "a list": packed([1, 2]),
        "deep": base64.b64encode(b"[" * 1400).decode(),
        "no base64": "🦺" * 40,
        "far too long": "A" * 100_000,
    }[which]


FORGERIES = [
    "a forged signature",
    "the signature of another",
    "another challenge",
    "another number",
    "a later end",
    "another algorithm",
    "a number in words",
    "letters of no alphabet",
    "no fields",
    "a list",
    "deep",
    "no base64",
    "far too long",
]


def test_two_hundred_reports_from_one_address_all_arrive(cast, tell_us):
    answers = [tell_us(f"Said {number}", altcha=solution()) for number in range(200)]
    assert {answer.status_code for answer in answers} == {200}
    assert Original.objects.count() == SpentChallenge.objects.count() == 200


def test_a_solution_counts_once_and_the_words_stay(cast, tell_us, argon2_runs):
    used = solution()
    assert tell_us(altcha=used).status_code == 200
    again = tell_us("Other words.", altcha=used)
    assert again.status_code == 422
    assert "used before" in again.content.decode()
    assert "Other words." in again.content.decode()
    assert (Original.objects.count(), len(argon2_runs)) == (1, 1)


def test_a_report_sent_again_with_a_fresh_solution_is_kept_once_and_gives_the_same_receipt(cast, tell_us):
    receipts = {tell_us(altcha=solution()).context["receipt"] for _time in range(3)}
    assert len(receipts) == 1
    assert Original.objects.count() == 1


@pytest.mark.parametrize("which", FORGERIES)
def test_a_forgery_is_refused_before_argon2_and_the_words_stay(cast, tell_us, argon2_runs, which):
    answer = tell_us(altcha=forged(which))
    assert answer.status_code == 422
    assert "Please send it once more" in answer.content.decode()
    assert WORDS in answer.content.decode()
    assert (Original.objects.count(), SpentChallenge.objects.count(), argon2_runs) == (0, 0, [])


def test_a_page_that_was_open_for_more_than_an_hour_asks_once_more(cast, tell_us, argon2_runs):
    assert tell_us(altcha=solution(minutes_ago=59)).status_code == 200
    late = tell_us(altcha=solution(minutes_ago=61))
    assert late.status_code == 422
    assert "open for so long" in late.content.decode()
    assert len(argon2_runs) == 1


def test_what_is_wrong_in_the_form_uses_no_solution_up(cast, tell_us):
    kept = solution()
    assert tell_us("", altcha=kept).status_code == 422
    assert tell_us(altcha=kept).status_code == 200


def test_a_solution_is_used_up_for_every_process_and_after_a_restart(cast):
    used = solution()
    spend(used, now=timezone.now())
    proof._derived.cache_clear()  # all that a process remembers
    with pytest.raises(Unproven, match="used before"):
        spend(used, now=timezone.now())


def test_another_secret_opens_nothing(cast, settings):
    foreign = solution()
    settings.SECRET_KEY = "another instance"
    with pytest.raises(Unproven, match="failed"):
        spend(foreign, now=timezone.now())


def test_a_spent_challenge_tells_neither_the_day_nor_the_report(cast, tell_us):
    used = solution()
    tell_us(altcha=used)
    row = SpentChallenge.objects.values().get()
    assert set(row) == {"digest", "forget_on"}
    assert row["forget_on"].weekday() == 0
    payload = json.loads(base64.b64decode(used))
    rows = [str(row) for model in apps.get_models() for row in model.objects.values()]
    assert not [row for row in rows if payload["challenge"] in row or payload["signature"] in row]


def test_spent_challenges_are_forgotten_but_never_while_they_still_count(cast, tell_us):
    tell_us(altcha=solution())
    SpentChallenge.objects.create(digest="old", forget_on=timezone.localdate())
    forget_spent_challenges.call()
    kept = SpentChallenge.objects.get()
    assert kept.forget_on > timezone.localdate() + timedelta(days=2)


def test_without_a_script_some_reports_pass_and_then_a_sentence_keeps_the_words(cast, tell_us, argon2_runs):
    statuses = [tell_us(f"Said {number}").status_code for number in range(2)]
    shut = tell_us("Said third")
    assert statuses == [200, 200]
    assert shut.status_code == 429
    assert "wait half a minute" in shut.content.decode()
    assert "Said third" in shut.content.decode()
    assert tell_us("With a sum.", altcha=solution()).status_code == 200
    assert len(argon2_runs) == 3


def test_the_valve_opens_again_for_one_every_ten_seconds():
    valve = gate.Valve(at_once=3, seconds=10)
    assert [valve.lets_through(now=1000.0) for _time in range(4)] == [True, True, True, False]
    assert [valve.lets_through(now=now) for now in (1009.0, 1010.5, 1011.0, 1021.0)] == [
        False,
        True,
        False,
        True,
    ]
    assert [valve.lets_through(now=9e9) for _time in range(4)] == [True, True, True, False]


def test_somebody_signed_in_needs_no_sum_with_a_name_or_without(cast, sign_in):
    client = sign_in(cast.tomas)
    for more in ({}, {"anonymous": "on"}) * 2:
        form = {"text": WORDS, "sender": "person", **more}
        assert client.post("/report/", form).status_code == 200
    assert not SpentChallenge.objects.exists()


@pytest.mark.once
@pytest.mark.parametrize(
    ("said", "meant"), [("", "True"), ("off", "False"), ("OFF", "False"), ("of", "True")]
)
def test_an_instance_asks_unless_it_is_told_clearly_not_to(tmp_path, said, meant):
    environment = {**os.environ, "GENBA_DATA": str(tmp_path), "GENBA_PROOF_OF_WORK": said}
    code = "from genba.config.settings import GENBA_PROOF_OF_WORK; print(GENBA_PROOF_OF_WORK)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == meant


def test_switched_off_nobody_is_asked(cast, tell_us, call, settings):
    settings.GENBA_PROOF_OF_WORK = False
    assert {tell_us(f"Said {number}").status_code for number in range(5)} == {200}
    assert call().status_code == 201


# Looking for a receipt


def test_a_flood_of_receipts_is_stopped_before_argon2_and_what_was_typed_stays(cast, client, argon2_runs):
    codes = [in_groups(make_receipt(client_key="", words="")) for _time in range(3)]
    answers = [client.post("/receipt/words/", {"receipt": code, "text": "Again."}) for code in codes]
    assert "find nothing under" in answers[1].content.decode()
    assert "wait half a minute" in answers[2].content.decode()
    assert codes[2] in answers[2].content.decode()
    assert "Again." in answers[2].content.decode()
    assert len(argon2_runs) == 2


def test_with_a_solution_a_receipt_opens_in_any_flood_and_loading_it_again_takes_a_turn(
    cast, client, tell_us
):
    receipt, used = tell_us(altcha=solution()).context["receipt"], solution()
    form = {"receipt": receipt, "altcha": used}
    assert [client.post("/receipt/", form).status_code for _time in range(4)] == [200, 200, 200, 422]
    assert client.post("/receipt/", {"receipt": receipt, "altcha": solution()}).status_code == 200


def test_a_mistyped_receipt_takes_nobodys_turn(cast, client, argon2_runs):
    assert {client.post("/receipt/", {"receipt": "nonsense"}).status_code for _time in range(9)} == {422}
    assert gate._looks.lets_through(now=time.monotonic())
    assert argon2_runs == []


# Programs


def test_a_program_gets_a_challenge_solves_it_and_is_answered(cast, client, call):
    given = client.get(f"{REPORTS}/challenge")
    assert given.headers["Cache-Control"] == "no-store"
    assert given.cookies.output() == ""
    answer = call(solve(given.json()))
    assert answer.status_code == 201
    assert len(answer.json()["receipt"]) == 17


def test_a_program_without_a_solution_or_with_a_used_one_is_refused(cast, call, argon2_runs):
    used = solution()
    answers = [call(used), call(used, text="Other words."), call(""), call("x")]
    assert [answer.status_code for answer in answers] == [201, 422, 422, 422]
    assert "used before" in answers[1].json()["detail"]
    assert (Original.objects.count(), len(argon2_runs)) == (1, 1)


def test_a_program_that_lost_the_answer_sends_again_with_a_fresh_solution(cast, call):
    answers = [call(solution(), key="0f9d6c8e7a514a3e") for _time in range(2)]
    assert answers[0].json() == answers[1].json()
    assert Original.objects.count() == 1


def test_a_program_with_a_token_needs_no_sum_and_a_wrong_token_is_none(cast, call):
    token = ApiToken.issue(cast.tomas, name="test")[1]
    assert call(token=token).status_code == 201
    assert call(token=token, anonymous=True).status_code == 201
    assert call(token="genba_wrong").status_code == 401
