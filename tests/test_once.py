"""What is sent twice with the same key is done once, at every door that writes."""

import json
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from genba.improve.models import Card, CheckItem, Comment, Experiment
from genba.improve.understanding import name_cause
from genba.listen.models import Report
from genba.people.models import ApiToken
from genba.people.once import FIELD, REPLAYED
from genba.sources.models import Import
from genba.sources.models.import_batch import imports_folder
from genba.trail.models import AnswerGiven
from genba.trail.once import forget_answers
from tests.doors import all_doors
from tests.test_doors import address
from tests.test_floors import ROOMS, ROOT

TABLE = b"Title;Status\nPrinter skips;Open\nWrench overdue;Closed\n"
TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()

GUARDED_OTHERWISE = {
    "listen:report": "the receipt is derived from the key and the words; a named report keeps its key",
    "listen:receipt": "only opens a thread",
    "listen:receipt_write": "nobody is known there; see docs/decisions/0009-idempotency.md",
    "listen:wall": "only shows",
    "listen:helps": "nobody is known there; a tap sent twice counts twice, as docs/anonymity.md says",
    "work:code_hook": "each message counts once, by its number and its digest",
    "front:health": "only shows",
    "front:components": "only shows",
    "front:demo": "signs in",
    "front:language": "sets what is set already",
    "front:welcome": "an instance is founded once",
    "front:welcome_sites": "an instance is founded once",
    "front:welcome_teams": "an instance is founded once",
    "front:welcome_start": "an instance is founded once",
    "people:invited": "an invitation is good for once",
    "people:by_link": "a link is good for once",
    "api:create_report": "the same guard as the form of a report",
    "api:api-root": "only shows",
    "api:openapi-json": "only shows",
    "no_such_route": "only says so",
}
"""Doors for anybody: why a repeat does no harm there although nobody is known."""


@pytest.fixture
def world(cast, sign_in, work_off):
    """Something of everything, made by Amira, who leads the line, and seen by Quentin, who is quality."""
    lead = sign_in(cast.amira)
    new = {"title": "Loose labels", "board": cast.board.pk, "kind": "idea"}
    for _time in range(2):
        lead.post(reverse("improve:new_card"), new)
    card, other = Card.objects.order_by("pk")
    experiment = {
        "change": "New glue",
        "expectation": "None",
        "until": TOMORROW,
        "review_at": "2030-01-01T10:00",
    }
    lead.post(reverse("improve:experiments", args=[card.pk]), experiment)
    lead.post(reverse("improve:items", args=[card.pk]), {"text": "Order the glue"})
    cause = name_cause(card, category="material", text="No date on the glue", by=cast.amira)
    lead.post(reverse("improve:files", args=[card.pk]), {"file": SimpleUploadedFile("a.txt", b"plain words")})
    table = {"file": SimpleUploadedFile("list.csv", TABLE), "place": f"board:{cast.board.pk}"}
    lead.post(reverse("front:import_upload", args=["cards"]), table)
    columns = {"column_0": "title", "column_1": "stage", "date_order": "day"}
    lead.post(reverse("front:import_mapping", args=[Import.objects.get().pk]), columns)
    report = Report.objects.create(
        text="The guard is loose", team=cast.line, reporter=cast.amira, received_on=timezone.localdate()
    )
    token, _secret = ApiToken.issue(cast.amira, name="robot")
    work_off()
    return {
        "board": cast.board.pk,
        "try": cast.board.column_for("try").pk,
        "card": card.pk,
        "other": other.pk,
        "cause": cause.pk,
        "experiment": Experiment.objects.get().pk,
        "item": CheckItem.objects.get().pk,
        "import": Import.objects.get().pk,
        "report": report.pk,
        "line": cast.line.pk,
        "ward": cast.ward.pk,
        "site": cast.site.pk,
        "place": cast.station.pk,
        "tomas": cast.tomas.pk,
        "membership": cast.tomas.memberships.get().pk,
        "token": token.pk,
    }


SENT = [
    ("amira", "improve:new_card", "", {"title": "A", "board": "{board}", "kind": "idea"}),
    ("quentin", "improve:new_board", "", {"team": "{line}", "name": "Second"}),
    ("amira", "improve:move", "{card}", {"column": "{try}"}),
    ("amira", "improve:reword", "{card}", {"title": "B", "text": "C"}),
    ("amira", "improve:redetail", "{card}", {"board": "{board}", "kind": "idea", "severity": "high"}),
    ("amira", "improve:take", "{card}", {}),
    ("amira", "improve:whys", "{card}", {"why_1": "Old glue"}),
    ("amira", "improve:causes", "{card}", {"category": "method", "text": "No routine"}),
    ("amira", "improve:take_back_cause", "{card} {cause}", {}),
    ("amira", "improve:experiments", "{card}", {"change": "X", "expectation": "Y", "until": TOMORROW}),
    ("amira", "improve:end_experiment", "{card} {experiment}", {"result": "as_expected", "learned": "Z"}),
    ("amira", "improve:invite", "{card} {experiment}", {}),
    ("amira", "improve:plan_check", "{card}", {"what": "Labels", "away": "30"}),
    ("amira", "improve:finish", "{card}", {"what": "Labels", "away": "30", "words": "", "said": ""}),
    ("amira", "improve:standard", "{card}", {"standard_changed": "The sheet", "place": "{place}"}),
    ("amira", "improve:comments", "{card}", {"text": "Seen"}),
    ("amira", "improve:items", "{card}", {"text": "One more"}),
    ("amira", "improve:tick", "{card} {item}", {}),
    ("amira", "improve:drop_item", "{card} {item}", {}),
    ("amira", "listen:triage", "{report} answered", {"words": "Thank you."}),
    ("amira", "listen:triage", "{report} passed", {"words": "To the ward.", "team": "{ward}"}),
    (
        "amira",
        "listen:triage",
        "{report} card",
        {"title": "T", "board": "{board}", "kind": "idea", "words": "W"},
    ),
    ("amira", "listen:triage", "{report} join", {"number": "#{card}", "words": "We work on it."}),
    ("amira", "listen:sort", "{report}", {"kind": "problem"}),
    ("amira", "listen:note", "{report}", {"text": "Between us"}),
    ("amira", "listen:write", "{report}", {"text": "And the door too"}),
    ("amira", "front:import_take_over", "{import}", {}),
    ("amira", "front:import_forget", "{import}", {}),
    ("amira", "front:theme", "", {"theme": "dark"}),
    ("amira", "front:settings", "", {"theme": "dark", "language": "de"}),
    ("amira", "people:issue_token", "", {"name": "robot two", "scope": "read", "days": "30"}),
    ("amira", "people:withdraw_token", "{token}", {}),
    (
        "quentin",
        "people:add",
        "",
        {"name": "Nia", "email": "nia@example.org", "role": "member", "invite": "on"},
    ),
    ("quentin", "people:edit", "{tomas}", {"name": "Tom", "email": "tomas@example.org"}),
    ("adam", "people:roles", "{tomas}", {"is_quality": "on"}),
    ("quentin", "people:deactivate", "{tomas}", {}),
    ("quentin", "people:add_to_team", "{tomas}", {"team": "{ward}", "role": "member"}),
    ("quentin", "people:invite", "{tomas}", {}),
    ("quentin", "people:invitation_link", "{tomas}", {}),
    ("quentin", "people:add_team", "", {"name": "Night", "site": "{site}"}),
    ("quentin", "people:edit_team", "{ward}", {"name": "Ward 3", "site": "{site}"}),
    ("quentin", "people:add_member", "{ward}", {"who": "tomas@example.org", "role": "member"}),
    ("quentin", "people:remove_member", "{membership}", {}),
    ("quentin", "people:add_site", "", {"name": "North", "town": "N"}),
    ("quentin", "people:edit_site", "{site}", {"name": "South", "town": "S"}),
    ("quentin", "people:add_place", "", {"name": "Station 8", "site": "{site}", "team": "{line}"}),
    ("quentin", "people:edit_place", "{place}", {"name": "Station 9", "site": "{site}", "team": "{line}"}),
    ("quentin", "people:close_place", "{place}", {}),
    ("adam", "people:edit_organisation", "", {"name": "Hillside"}),
    ("elena", "people:sign_promise", "", {"words": "Nobody.", "name": "E", "role": "CEO", "mine": "on"}),
]


@pytest.mark.parametrize("sent", SENT, ids=[f"{sent[1]} {sent[2]}".strip() for sent in SENT])
def test_sent_twice_is_done_once(cast, sign_in, world, sent):
    who, door, args, form = sent
    client = sign_in(getattr(cast, who))
    address = reverse(door, args=[part.format(**world) for part in args.split()])
    filled = {name: value.format(**world) for name, value in form.items()} | {FIELD: "a" * 32}
    before = everything_stored()
    first = client.post(address, filled)
    after = everything_stored()
    assert first.status_code in {200, 302}, first.content.decode()[-2000:]
    assert after != before
    second = client.post(address, filled)
    assert everything_stored() == after
    assert second.headers[REPLAYED] == "true"
    assert (second.status_code, second.get("Location")) == (first.status_code, first.get("Location"))


ROUTES = [
    ("amira", "/api/v1/cards", {"board": "{board}", "title": "A"}),
    ("amira", "/api/v1/cards/{card}/moves", {"stage": "try"}),
    ("amira", "/api/v1/reports/{report}/answers", {"words": "Thank you."}),
    ("amira", "/api/v1/reports/{report}/passes", {"words": "To the ward.", "team": "{ward}"}),
    ("amira", "/api/v1/reports/{report}/cards", {"board": "{board}", "words": "It is a card."}),
    ("amira", "/api/v1/reports/{report}/joins", {"card": "{card}", "words": "We work on it."}),
    ("amira", "/api/v1/imports/{import}/commits", {}),
]


@pytest.mark.parametrize(("who", "route", "body"), ROUTES, ids=[route for _who, route, _body in ROUTES])
def test_a_program_that_sends_twice_gets_the_same_answer_twice(cast, world, who, route, body):
    program = Client(headers={"Authorization": f"Bearer {ApiToken.issue(getattr(cast, who), name='p')[1]}"})
    filled = {name: value.format(**world) for name, value in body.items()}
    first, after, second = send(program, route.format(**world), filled, "k"), everything_stored(), None
    assert first.status_code in {200, 201, 202}, first.content
    second = send(program, route.format(**world), filled, "k")
    assert (second.status_code, second.json()) == (first.status_code, first.json())
    assert everything_stored() == after
    other = send(program, route.format(**world), filled | {"words": "Other", "title": "Other"}, "k")
    assert (other.status_code, "used before" in other.json()["detail"]) == (422, True)
    assert everything_stored() == after


def send(client, address, body, key):
    return client.post(address, json.dumps(body), "application/json", headers={"Idempotency-Key": key})


def everything_stored() -> dict[str, list[tuple]]:
    """Each row of each room but the answers themselves."""
    models = [model for model in apps.get_models() if model._meta.app_label in ROOMS and model != AnswerGiven]
    return {str(model._meta): list(model.objects.order_by("pk").values_list()) for model in models}


def test_every_door_that_writes_does_once_or_says_why_not(cast):
    silent = [
        door.name
        for door in all_doors()
        if not door.path.startswith("/account/")  # the library's own
        and not is_once(door)
        and not getattr(door.view, "writes_itself", "")
        and door.name not in GUARDED_OTHERWISE
        and Client().post(address(door)).status_code != 405
    ]
    assert silent == []


def is_once(door) -> bool:
    operation = getattr(door.view, "_ninja_operation", None)
    if operation is None:
        return getattr(door.view, "does_once", False)
    return operation.methods == ["GET"] or bool(getattr(operation, "_run_decorators", []))


FORM = re.compile(r"<form\b(?:[^>{]|{%.*?%}|{{.*?}}|{)*>.*?</form>", re.S)
HAS_A_KEY = re.compile(r"idempotency_key|Idempotency-Key")
SENDS = re.compile(r'method: "(POST|PUT|PATCH|DELETE)"')


def test_no_form_forgets_the_key():
    forms = [
        form
        for path in (ROOT / "genba").rglob("templates/**/*.html")
        for form in FORM.findall(path.read_text())
    ]
    writing = [form for form in forms if 'method="post"' in form and "{% url 'listen:re" not in form]
    writing = [form for form in writing if "data-helps" not in form and "listen:helps" not in form]  # nobody
    assert len(writing) > 80
    assert [
        form[:80] for form in writing if "{% csrf_token %}" not in form and " in typed " not in form
    ] == []


def test_no_script_forgets_the_key():
    scripts = [path for path in (ROOT / "genba").rglob("static/**/*.js") if "vendor" not in path.parts]
    sending = [path for path in scripts if SENDS.search(path.read_text())]
    assert {path.name for path in sending} >= {"board.js", "theme.js"}
    forgetful = {path.name for path in sending if not HAS_A_KEY.search(path.read_text())}
    as_they_stand = {"outbox.js", "receipt-form.js", "helping.js"}  # the fields of somebody without a name
    write_nothing = {"language_hint.js"}
    assert forgetful <= as_they_stand | write_nothing


@pytest.fixture
def write(cast, sign_in):
    """A comment on a card, with a key."""
    card = Card.objects.create(
        board=cast.board, column=cast.board.column_for("new"), title="Labels", kind="idea"
    )

    def send_comment(text, key="k" * 32, who=cast.tomas):
        return sign_in(who).post(reverse("improve:comments", args=[card.pk]), {"text": text, FIELD: key})

    return send_comment


def test_the_same_key_with_other_words_comes_back_as_a_form_and_does_nothing(write):
    write("Seen")
    answer = write("Seen twice")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "was sent before with other words" in page
    assert "Seen twice" in page
    fresh = re.findall(rf'name="{FIELD}" value="(\w+)"', page)
    assert len(fresh) == 1
    assert write("Seen twice", key=fresh[0]).status_code == 302
    assert Comment.objects.count() == 2


def test_the_key_of_one_person_is_nothing_to_another(cast, write):
    write("Seen", who=cast.tomas)
    write("Seen", who=cast.amira)
    assert Comment.objects.count() == 2


def test_without_a_key_everything_is_as_it_was(write):
    write("Seen", key="")
    write("Seen", key="")
    assert (Comment.objects.count(), AnswerGiven.objects.count()) == (2, 0)


def test_a_refusal_is_not_remembered(write):
    assert write("").status_code == 422
    assert AnswerGiven.objects.count() == 0
    assert write("Now with words").status_code == 302


def test_a_fault_after_the_write_leaves_neither_the_write_nor_the_key(write, monkeypatch):
    monkeypatch.setattr("genba.people.once.keep", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write("Seen")
    assert (Comment.objects.count(), AnswerGiven.objects.count()) == (0, 0)
    monkeypatch.undo()
    write("Seen")
    assert Comment.objects.count() == 1


def test_a_repeat_sees_the_way_back_that_the_lost_answer_had(cast, sign_in, world):
    client, address = sign_in(cast.amira), reverse("improve:drop_item", args=[world["card"], world["item"]])
    client.post(address, {FIELD: "a" * 32})
    lost = sign_in(cast.amira)
    page = lost.post(address, {FIELD: "a" * 32}, follow=True).content.decode()
    assert "The step is off the list." in page
    assert "Undo" in page


def test_nobody_who_reads_the_database_can_read_an_answer(cast, sign_in):
    page = sign_in(cast.amira).post(
        reverse("people:issue_token"), {"name": "robot", "scope": "read", "days": "30", FIELD: "a" * 32}
    )
    secret = re.search(r"genba_[\w-]{43}", page.content.decode()).group()
    row = AnswerGiven.objects.get()
    assert secret.encode() not in bytes(row.sealed)
    assert Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/cards").status_code == 200
    assert str(cast.amira.pk) not in (row.mark, row.body)


def test_a_repeat_sets_the_same_cookie(cast, sign_in):
    form = {"theme": "dark", "language": "de", FIELD: "a" * 32}
    for _time in range(2):
        answer = sign_in(cast.amira).post(reverse("front:settings"), form)
        assert answer.cookies["django_language"].value == "de"


def test_answers_are_forgotten_after_a_day_and_a_bit(write):
    write("Seen")
    forget_answers.call()
    assert AnswerGiven.objects.count() == 1
    AnswerGiven.objects.update(given_at=timezone.now() - timedelta(hours=25))
    forget_answers.call()
    assert AnswerGiven.objects.count() == 0


def test_an_anonymous_report_leaves_no_row_even_from_somebody_signed_in(cast, sign_in):
    form = {"text": "Loose guard", "anonymous": "on", FIELD: "a" * 32}
    assert sign_in(cast.tomas).post("/report/", form).status_code == 200
    token = {"Authorization": f"Bearer {ApiToken.issue(cast.tomas, name='p')[1]}"}
    body = {"text": "Loose guard", "anonymous": True}
    assert send(Client(headers=token), "/api/v1/reports", body, "k").status_code == 201
    assert AnswerGiven.objects.count() == 0


def test_a_form_with_a_key_where_a_program_should_send_json_is_answered_in_words(cast):
    token = {"Authorization": f"Bearer {ApiToken.issue(cast.tomas, name='p')[1]}"}
    answer = Client(headers=token).post("/api/v1/cards", {"title": "x"}, headers={"Idempotency-Key": "k"})
    assert (answer.status_code, answer.json()) == (415, {"detail": "Send this as application/json."})


def test_a_token_that_may_only_read_is_refused_in_the_words_of_the_api(cast):
    token = {"Authorization": f"Bearer {ApiToken.issue(cast.tomas, name='p', scope='read')[1]}"}
    answer = send(Client(headers=token), "/api/v1/cards", {"title": "x"}, "k")
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "application/json; charset=utf-8")


def test_a_table_and_a_file_sent_twice_are_kept_once(cast, sign_in, world):
    lead, tables = sign_in(cast.amira), len(list(imports_folder().iterdir()))
    for door, args in (("front:import_upload", "cards"), ("improve:files", world["card"])):
        before = everything_stored()
        first, second = (
            lead.post(
                reverse(door, args=[args]),
                {
                    "file": SimpleUploadedFile("a.csv", TABLE),
                    "place": f"board:{cast.board.pk}",
                    FIELD: "b" * 32,
                },
            )
            for _time in range(2)
        )
        assert (first.status_code, second.headers[REPLAYED]) == (302, "true")
        grown = {name: len(rows) - len(before[name]) for name, rows in everything_stored().items()}
        assert {name: more for name, more in grown.items() if more} in (
            {"sources.import": 1},
            {"trail.file": 1, "trail.fact": 1},
        )
    assert len(list(imports_folder().iterdir())) == tables + 1
