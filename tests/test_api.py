"""The API through its own doors."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from genba.improve.models import Card
from genba.listen.models import Message, Original, Report
from genba.people.models import ApiToken
from genba.trail.models import Fact

REPORTS = "/api/v1/reports"
CARDS = "/api/v1/cards"


@pytest.fixture
def program():
    """A program that calls as somebody, or as a stranger."""

    def as_(person=None):
        headers = {"Authorization": f"Bearer {ApiToken.issue(person, name='test')[1]}"} if person else {}
        return Client(headers=headers, raise_request_exception=False)

    return as_


def post(client, url, body, **headers):
    return client.post(url, body, content_type="application/json", headers=headers)


def test_a_sentence_and_nothing_else_is_answered_with_a_receipt(cast, program):
    response = post(program(), REPORTS, {"text": "The label printer skips every 20th label."})
    assert response.status_code == 201
    assert len(response.json()["receipt"].replace("-", "")) == 17
    assert "Set-Cookie" not in response.headers


def test_a_repeat_with_the_same_key_answers_the_same_and_stores_nothing(cast, program):
    key = {"Idempotency-Key": "0f9d6c8e-7a51-4a3e-9d2e-8c5f4b1a2e3d"}
    answers = [post(program(), REPORTS, {"text": "Again and again."}, **key) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.json()["receipt"] for answer in answers}) == 1
    assert Original.objects.count() == 1


def test_without_a_key_every_report_is_a_report(cast, program):
    receipts = {post(program(), REPORTS, {"text": "The same words."}).json()["receipt"] for _time in range(2)}
    assert len(receipts) == 2


def test_an_anonymous_report_leaves_no_fact_and_no_exact_time(cast, program):
    post(program(), REPORTS, {"text": "I would rather not say who I am."})
    assert Original.objects.get().week.weekday() == 0
    assert not Report.objects.exists()
    assert not Fact.objects.exists()


def test_with_a_token_the_report_is_the_persons_own(cast, program):
    response = post(program(cast.tomas), REPORTS, {"text": "Mat missing", "place": cast.station.code})
    assert response.json() == {"id": str(Report.objects.get().pk)}
    assert (Report.objects.get().reporter, Report.objects.get().team) == (cast.tomas, cast.line)


def test_a_token_that_opens_nothing_is_refused_and_nothing_is_stored(cast, program):
    client = Client(headers={"Authorization": "Bearer genba_nothing"})
    assert post(client, REPORTS, {"text": "hello"}).status_code == 401
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": "   "},
        {"text": "x" * 10_001},
        {"text": "a\0b"},
        {"text": 7},
        {"text": ["a"]},
        {"text": "fine", "kind": "gossip"},
        {"text": "fine", "severity": "terrible"},
        {"text": "fine", "place": "nowhere"},
        {"text": "fine", "name": "n" * 121},
        '{"text": "\\ud800"}',
        '{"text": ',
        b'{"text": "\xff\xfe"}',
        "[]",
        "null",
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_and_nothing_is_stored(cast, program, body):
    response = post(program(), REPORTS, body)
    assert response.status_code in {400, 422}
    assert response.json()["detail"]
    assert not Report.objects.exists()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "مرحبا بكم", "👷🏽‍♀️🔥", "=1+1", "x" * 10_000])
def test_any_words_come_back_as_they_were_said(cast, program, text):
    key = post(program(cast.tomas), REPORTS, {"text": text}).json()["id"]
    assert program(cast.tomas).get(f"{REPORTS}/{key}").json()["text"] == text


def test_a_lead_reads_the_reports_of_the_team_and_a_stranger_none(cast, program):
    post(program(cast.tomas), REPORTS, {"text": "Loose guard", "place": cast.station.code})
    assert len(program(cast.amira).get(REPORTS, {"state": "new"}).json()["items"]) == 1
    assert program(cast.wanda).get(REPORTS).json()["items"] == []
    assert program().get(REPORTS).status_code == 401


def test_a_lead_reads_what_came_without_a_name_and_admits_a_copy(cast, program):
    post(program(), REPORTS, {"text": "Ask Tomas about the guard", "place": cast.station.code})
    assert program(cast.wanda).get("/api/v1/originals").json()["items"] == []
    assert program(cast.audrey).get("/api/v1/originals").status_code == 403
    waiting = program(cast.amira).get("/api/v1/originals").json()["items"]
    assert [item["suggested"] for item in waiting] == ["Ask [name] about the guard"]
    door = f"/api/v1/originals/{waiting[0]['id']}/admission"
    assert post(program(cast.wanda), door, {"text": "A guard."}).status_code == 404
    assert post(program(cast.amira), door, {"text": "A guard is loose."}).status_code == 201
    assert Report.objects.get().text == "A guard is loose."
    assert post(program(cast.amira), door, {"text": "A guard is loose."}).status_code == 409


def test_long_lists_come_in_parts(cast, program):
    for number in range(3):
        post(program(cast.tomas), REPORTS, {"text": f"Report {number}"})
    first = program(cast.tomas).get(REPORTS, {"limit": 2}).json()
    second = program(cast.tomas).get(REPORTS, {"limit": 2, "offset": first["next"]}).json()
    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)


def test_a_lead_answers_and_the_reporter_reads_it(cast, program):
    key = post(program(cast.tomas), REPORTS, {"text": "Why?", "place": cast.station.code}).json()["id"]
    response = post(program(cast.amira), f"{REPORTS}/{key}/answers", {"words": "Because of the mix-up."})
    assert response.json()["state"] == "answered"
    assert Message.objects.get().text == "Because of the mix-up."


def test_a_lead_of_another_team_cannot_answer(cast, program):
    key = post(program(cast.tomas), REPORTS, {"text": "Why?", "place": cast.station.code}).json()["id"]
    assert post(program(cast.wanda), f"{REPORTS}/{key}/answers", {"words": "x"}).status_code == 404


def test_a_report_is_passed_to_another_team(cast, program):
    key = post(program(cast.tomas), REPORTS, {"text": "Bed 4", "place": cast.station.code}).json()["id"]
    body = {"team": cast.ward.pk, "words": "This is for the ward."}
    assert post(program(cast.amira), f"{REPORTS}/{key}/passes", body).json()["team"] == cast.ward.pk


def test_a_report_becomes_a_card_and_another_joins_it(cast, program):
    one, two = (
        post(program(cast.tomas), REPORTS, {"text": text, "place": cast.station.code}).json()["id"]
        for text in ("Printer skips", "Printer skips again")
    )
    lead = program(cast.amira)
    card = post(lead, f"{REPORTS}/{one}/cards", {"board": cast.board.pk, "words": "It is a card."}).json()
    joined = post(lead, f"{REPORTS}/{two}/joins", {"card": card["id"], "words": "We work on it."}).json()
    assert joined["id"] == card["id"]
    assert set(Report.objects.values_list("state", flat=True)) == {"carded", "joined"}


def test_a_card_is_opened_once_for_one_key(cast, program):
    body, key = {"board": cast.board.pk, "title": "Shadow board"}, {"Idempotency-Key": "k-1"}
    answers = [post(program(cast.tomas), CARDS, body, **key) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert Card.objects.count() == 1


def test_a_card_is_not_opened_by_somebody_from_elsewhere(cast, program):
    body = {"board": cast.board.pk, "title": "Not mine"}
    assert post(program(cast.wanda), CARDS, body).status_code == 403
    assert post(program(), CARDS, body).status_code == 401
    assert not Card.objects.exists()


def test_done_needs_a_planned_look(cast, program):
    client = program(cast.tomas)
    card = post(client, CARDS, {"board": cast.board.pk, "title": "Shadow board"}).json()["id"]
    assert post(client, f"{CARDS}/{card}/moves", {"stage": "try"}).json()["card"]["stage"] == "try"
    assert post(client, f"{CARDS}/{card}/moves", {"stage": "done"}).status_code == 409
    check = {"what": "Searching at shift start", "due_on": "2999-01-01"}
    moved = post(client, f"{CARDS}/{card}/moves", {"stage": "done", "check": check})
    assert moved.json()["card"]["stage"] == "done"


def test_the_trail_is_read_by_auditors_and_not_by_members(cast, program):
    post(program(cast.tomas), CARDS, {"board": cast.board.pk, "title": "Shadow board"})
    facts = program(cast.audrey).get("/api/v1/facts", {"subject_kind": "improve.card"}).json()["items"]
    assert [fact["name"] for fact in facts] == ["improve.card_opened"]
    assert program(cast.tomas).get("/api/v1/facts").status_code == 403


def test_the_browsers_session_does_not_count(cast, sign_in):
    assert sign_in(cast.quentin).get(REPORTS).status_code == 401


def test_the_api_describes_itself_in_openapi_3_1(cast, program):
    document = program().get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert {"/api/v1/reports", "/api/v1/cards", "/api/v1/facts"} <= set(document["paths"])


REGISTER = b"Title;Nr;Status\nPrinter skips;7;Open\nWrench overdue;8;Closed\n;9;Open\n"


def upload(client, cast, table, name="register.csv"):
    places = client.get("/api/v1/imports/targets").json()
    cards = next(target for target in places if "card" in target["kind"])
    place = next(p["value"] for p in cards["places"] if str(cast.board.pk) in p["value"])
    body = {"target": cards["kind"], "place": place, "file": SimpleUploadedFile(name, table)}
    return client.post("/api/v1/imports", body)


def test_a_table_is_checked_taken_over_and_twice_is_once(cast, program, work_off):
    lead = program(cast.amira)
    for _time in range(2):
        checked = upload(lead, cast, REGISTER).json()
        assert (checked["counts"]["total"], checked["counts"]["refused"]) == (3, 1)
        assert lead.post(f"/api/v1/imports/{checked['id']}/commits").status_code == 202
        work_off()
        assert lead.get(f"/api/v1/imports/{checked['id']}").json()["state"] == "committed"
    assert set(Card.objects.current().values_list("title", flat=True)) == {"Printer skips", "Wrench overdue"}


@pytest.mark.parametrize("table", [b"", b"\x00\x01\x02\x03" * 50, b"PK\x03\x04broken", b"%PDF-1.7"])
def test_what_is_no_table_is_refused_in_words(cast, program, table):
    response = upload(program(cast.amira), cast, table)
    assert response.status_code == 422
    assert response.json()["detail"]


def test_imports_are_not_for_members(cast, program):
    assert program(cast.tomas).get("/api/v1/imports/targets").status_code == 403
