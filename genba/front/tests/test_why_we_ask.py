"""Why, not only what: a why in one tap, rules without one, and fields that nobody reads and that can go."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from genba.improve.models import Card
from genba.listen.intake import Said, receive
from genba.listen.models import Original
from genba.trail.models import Fact
from genba.ui import rules as registered
from genba.ui.rules import Rule, all_rules, register_rule, rule_of, why_of
from genba.work.asking.fields import asked_forms
from genba.work.asking.reading import gathered
from genba.work.asking.removing import fields_off, take_off
from genba.work.models import FieldCount, FieldOff, RuleWhy
from genba.work.shadow.adding import add_tool
from genba.work.tests.factory import make_draft, make_procedure, make_process

THIS_WEEK = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
LAST_WEEK = THIS_WEEK - timedelta(weeks=1)


@pytest.fixture(autouse=True)
def nothing_gathered():
    gathered.forget()
    yield
    gathered.forget()


def page_of(client, address):
    return client.get(address).content.decode()


def off(client, code):
    return client.post(reverse("work:remove_field", args=[code]))


# The why in one tap


@pytest.mark.parametrize(
    ("who", "address", "words"),
    [
        (None, "/report/", "You saw it, we did not."),
        ("amira", "/cards/new/", "One team moves it. What stands everywhere is moved by nobody."),
        ("amira", "/shadow-tools/new/", "You know where you really look; nobody else does."),
        ("amira", "/procedures/new/", "People look for the work, not for a number."),
    ],
)
def test_a_form_says_why_it_asks_without_a_script(cast, sign_in, who, address, words):
    make_process(cast)
    page = page_of(sign_in(getattr(cast, who) if who else None), address)
    assert '<details class="why"><summary>' in page
    assert words in page


def test_every_rule_of_the_product_says_why():
    assert [rule.code for rule in all_rules() if not rule.why] == []
    assert why_of("nobody.knows.this") == ""
    assert why_of(rule_of(object(), "text")) == ""


def test_the_reporters_form_stays_without_session_and_cookie(cast, client):
    answer = client.get("/report/?lang=de")
    assert "Sie haben es gesehen, wir nicht." in answer.content.decode()
    assert answer.cookies == {}


# The organisation's own words


def test_quality_says_it_in_own_words_and_the_form_shows_them(cast, sign_in):
    client, url = sign_in(cast.quentin), reverse("work:change_why", args=["improve.card.board"])
    client.post(url, {"why": "So that the shift knows.", "owner": cast.amira.pk})
    assert "So that the shift knows." in page_of(sign_in(cast.tomas), "/cards/new/")
    page = page_of(client, reverse("work:rules"))
    assert "in our own words" in page
    assert "Amira Khan" in page
    assert Fact.objects.get(name="work.rule_why_said").data == {"rule": "improve.card.board"}
    client.post(reverse("work:let_product_say_why", args=["improve.card.board"]))
    assert "So that the shift knows." not in page_of(sign_in(cast.tomas), "/cards/new/")
    assert "One team moves it." in page_of(sign_in(cast.tomas), "/cards/new/")


def test_an_empty_why_is_refused_and_an_unknown_rule_is_not_there(cast, sign_in):
    client = sign_in(cast.quentin)
    answer = client.post(reverse("work:change_why", args=["improve.card.board"]), {"why": " "})
    assert answer.status_code == 422
    assert client.get(reverse("work:change_why", args=["x"])).status_code == 404
    assert not RuleWhy.objects.exists()


def test_own_words_cannot_break_out_of_the_page(cast, sign_in):
    url = reverse("work:change_why", args=["improve.card.board"])
    sign_in(cast.quentin).post(url, {"why": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in page_of(sign_in(cast.tomas), "/cards/new/")


# What says no why


def test_rules_and_steps_without_a_why_stand_on_top(cast, sign_in):
    procedure = make_procedure(cast)
    register_rule(Rule("test.rule", "Somewhere", "Always wear the blue cap"))
    try:
        page = page_of(sign_in(cast.tomas), reverse("work:rules"))
    finally:
        registered._rules.pop("test.rule")
    top = page.split('id="idle"')[0]
    assert "Always wear the blue cap" in top
    assert "Close a housing" in top
    assert "The procedure does not say why." in top
    assert reverse("work:procedure", args=[procedure.pk]) in top


def test_many_more_rules_ask_the_database_nothing_more(cast, sign_in, django_assert_num_queries):
    client = sign_in(cast.tomas)
    page_of(client, reverse("work:rules"))
    with CaptureQueriesContext(connection) as before:
        page_of(client, reverse("work:rules"))
    more = [Rule(f"test.rule_{n}", "Somewhere", f"Rule {n}", "Because") for n in range(50)]
    register_rule(*more)
    try:
        with django_assert_num_queries(len(before)):
            page = page_of(client, reverse("work:rules"))
    finally:
        [registered._rules.pop(rule.code) for rule in more]
    group = page.split("<h3>Somewhere</h3>")[1].split("</details>")[0]
    assert "<bdi>50</bdi>" in group
    assert group.count("Because") == 50


# Fields that can go


def test_a_field_that_nobody_read_is_shown_with_a_button_that_removes_it(cast, sign_in):
    FieldCount.objects.create(field="improve.card.severity", week=LAST_WEEK, asked=9, answered=4)
    client = sign_in(cast.quentin)
    page = page_of(client, reverse("work:rules")).split('id="idle"')[1].split("<section")[0]
    assert "Answered 4 times of 9, never read by anybody else." in page
    assert reverse("work:remove_field", args=["improve.card.severity"]) in page
    FieldCount.objects.update(read=1)
    page = page_of(client, reverse("work:rules")).split('id="idle"')[1].split("<section")[0]
    assert "Answered 4 times of 9" not in page


def test_a_removed_field_is_gone_from_form_and_page_and_its_answers_stay(cast, sign_in):
    card = Card.objects.create(
        board=cast.board, column=cast.board.columns.first(), title="x", kind="idea", severity="high"
    )
    client, lead = sign_in(cast.quentin), sign_in(cast.amira)
    off(client, "improve.card.severity")
    assert 'name="severity"' not in page_of(lead, "/cards/new/")
    assert 'name="severity"' not in page_of(lead, f"/cards/{card.pk}/?edit=details")
    assert "How bad" not in page_of(lead, f"/cards/{card.pk}/")
    lead.post(f"/cards/{card.pk}/details/", {"kind": "idea", "board": cast.board.pk, "severity": "low"})
    card.refresh_from_db()
    assert card.severity == "high"
    assert lead.post("/cards/new/", {"title": "y", "board": cast.board.pk, "kind": "idea"}).status_code == 302
    assert Fact.objects.get(name="work.field_off").data == {"field": "improve.card.severity"}


def test_it_can_be_put_back(cast, sign_in):
    client = sign_in(cast.quentin)
    off(client, "improve.card.severity")
    assert "Ask it again" in page_of(client, reverse("work:rules"))
    client.post(reverse("work:put_field_back", args=["improve.card.severity"]))
    assert 'name="severity"' in page_of(sign_in(cast.amira), "/cards/new/")
    off(client, "improve.card.severity")
    assert FieldOff.objects.filter(field="improve.card.severity").count() == 2
    assert Fact.objects.filter(name="work.field_on").count() == 1


@pytest.mark.parametrize(
    "code",
    [
        "listen.report.severity",
        "listen.report.place",
        "improve.card.due_on",
        "work.step.why",
        "improve.card.title",
    ],
)
def test_what_others_hang_on_cannot_be_removed(cast, sign_in, code):
    off(sign_in(cast.quentin), code)
    assert fields_off() == frozenset()
    assert not FieldOff.objects.exists()


def test_the_report_form_works_without_the_kind(cast, sign_in, client):
    off(sign_in(cast.quentin), "listen.report.kind")
    assert 'name="kind"' not in page_of(client, "/report/")
    assert client.post("/report/", {"text": "Loose", "kind": "idea"}).status_code == 200
    assert Original.objects.get().kind == ""
    report = receive(Said(text="Loose", kind="problem"), by=cast.tomas).record
    lead = sign_in(cast.quentin)
    lead.post(reverse("listen:sort", args=[report.pk]), {"severity": "low"})
    report.refresh_from_db()
    assert (report.kind, report.severity) == ("problem", "low")
    assert 'name="kind"' not in page_of(lead, f"/reports/{report.pk}/?sort=yes")


def test_notes_and_descriptions_can_go(cast, sign_in):
    client = sign_in(cast.quentin)
    report = receive(Said(text="Loose", place=cast.station), by=cast.tomas).record
    address = reverse("listen:note", args=[report.pk])
    assert address in page_of(client, reverse("listen:detail", args=[report.pk]))
    off(client, "listen.triage.note")
    assert address not in page_of(client, reverse("listen:detail", args=[report.pk]))
    off(client, "improve.card.text")
    assert 'name="text"' not in page_of(sign_in(cast.amira), "/cards/new/").split("<main")[1]


@pytest.mark.parametrize("name", ["kind", "teams", "often", "lacks"])
def test_a_shadow_tool_loses_any_field_that_can_go(cast, sign_in, name):
    tool = add_tool(sentence="A chat", by=cast.tomas, kind="chat", lacks="Colours", teams=[cast.line])
    assert take_off(f"work.shadow.{name}", by=cast.quentin)
    client = sign_in(cast.tomas)
    address = reverse("work:change_shadow_tool", args=[tool.pk])
    assert f'name="{name}"' not in page_of(client, address)
    assert client.post(address, {"sentence": "Another"}).status_code == 302
    tool.refresh_from_db()
    kept = {"kind": "chat", "teams": [cast.line], "often": "", "lacks": "Colours"}[name]
    assert (list(tool.teams.all()) if name == "teams" else getattr(tool, name)) == kept


def test_the_editor_asks_a_removed_field_of_a_step_no_more_and_keeps_what_stands_there(cast, sign_in):
    draft = make_draft(cast)
    address = reverse("work:edit", args=[draft.procedure_id, draft.number])
    shown = '<label class="field wide"><span>How well</span>'
    assert shown in page_of(sign_in(cast.amira), address)
    off(sign_in(cast.quentin), "work.step.how_well")
    page = page_of(sign_in(cast.amira), address)
    assert shown not in page
    assert shown.replace('wide"', 'wide" hidden') in page
    assert 'value="4.0 Nm on the display"' in page


def test_only_quality_changes_what_is_asked(cast, sign_in):
    for role, person in cast.people.items():
        answer = off(sign_in(person), "improve.card.severity")
        assert (answer.status_code == 302 and "/login/" not in answer.url) == (role == "quality"), role
    assert "Remove" not in page_of(sign_in(cast.tomas), reverse("work:rules")).split("<main")[1].replace(
        '<span class="sr">Remove</span>', ""
    )


def test_every_field_that_may_go_can_go_and_no_page_breaks(cast, sign_in):
    report = receive(Said(text="Loose", kind="problem", place=cast.station), by=cast.tomas).record
    for form in asked_forms():
        for code in form.codes:
            take_off(code, by=cast.quentin)
    assert len(fields_off()) >= 10
    client = sign_in(cast.quentin)
    tool = add_tool(sentence="A chat", by=cast.tomas)
    addresses = [
        "/report/",
        "/cards/new/",
        "/rules/",
        f"/reports/{report.pk}/",
        f"/reports/{report.pk}/?sort=yes",
    ]
    addresses += [f"/shadow-tools/{tool.pk}/", f"/shadow-tools/{tool.pk}/change/", "/shadow-tools/new/"]
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )
