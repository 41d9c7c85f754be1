"""The page of a report: who reads it, who writes, and what triage does there."""

import pytest

from genba.listen import triage
from genba.listen.forms import AnswerForm
from genba.listen.models import Note, Report
from genba.listen.outcomes import Outcome, all_outcomes, outcome_named, register_outcome
from genba.trail.models import Fact


@pytest.fixture
def report(make_report):
    return make_report()


def do(client, report, outcome, **data):
    return client.post(f"/reports/{report.pk}/triage/{outcome}/", data)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("lead", 200),
        ("member", 200),  # it is his own
        ("quality", 200),
        ("executive", 200),
        ("auditor", 200),
        ("other_lead", 404),
        ("nobody", 404),
        ("administrator", 404),
        ("stranger", 302),
    ],
)
def test_who_reads_a_report(cast, sign_in, report, role, status):
    assert sign_in(cast.people[role]).get(f"/reports/{report.pk}/").status_code == status


def test_only_those_who_answer_see_triage_and_notes(cast, sign_in, report):
    triage.write_note(report, text="Ask maintenance.", by=cast.quentin)
    for role in ("lead", "quality"):
        assert "Ask maintenance." in sign_in(cast.people[role]).get(f"/reports/{report.pk}/").content.decode()
    for role in ("member", "executive", "auditor"):
        page = sign_in(cast.people[role]).get(f"/reports/{report.pk}/").content.decode()
        assert "Ask maintenance." not in page
        assert 'id="triage"' not in page


def test_the_lead_answers_and_the_reporter_reads_it(cast, sign_in, report):
    response = do(sign_in(cast.amira), report, "answered", words="We tighten it today.")
    assert response.headers["Location"] == f"/reports/{report.pk}/"
    page = sign_in(cast.tomas).get(f"/reports/{report.pk}/").content.decode()
    assert "We tighten it today." in page
    assert "We tighten it today." not in sign_in(cast.tomas).get("/reports/mine/").content.decode()


def test_words_are_needed_and_nothing_typed_is_lost(cast, sign_in, report):
    response = do(sign_in(cast.amira), report, "passed", words=" ", team=cast.ward.pk)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Please write to the reporter" in page
    assert f'<option value="{cast.ward.pk}" selected>' in page
    assert Report.objects.get().team == cast.line


def test_passing_on_moves_it_to_the_other_inbox_and_tells_the_reporter(cast, sign_in, report):
    response = do(sign_in(cast.amira), report, "passed", words="The ward owns it.", team=cast.ward.pk)
    assert response.headers["Location"] == "/inbox/"
    assert sign_in(cast.wanda).get(f"/reports/{report.pk}/").status_code == 200
    assert sign_in(cast.amira).get(f"/reports/{report.pk}/").status_code == 404
    assert "The ward owns it." in sign_in(cast.tomas).get(f"/reports/{report.pk}/").content.decode()


@pytest.mark.parametrize("team", ["", "999999", "x", "99999999999999999999"])
def test_a_team_that_is_none_is_said_at_its_field(cast, sign_in, report, team):
    response = do(sign_in(cast.amira), report, "passed", words="There.", team=team)
    assert response.status_code == 422
    assert "field-error" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("triage/answered/", {"words": "Hello"}),
        ("sorting/", {"kind": "idea"}),
        ("notes/", {"text": "Hello"}),
        ("outcome/", {"outcome": "Hello"}),
        ("words/", {"text": "Hello"}),
    ],
)
def test_a_stranger_to_the_team_changes_nothing(cast, sign_in, report, address, data):
    assert sign_in(cast.wanda).post(f"/reports/{report.pk}/{address}", data).status_code == 404
    assert sign_in(cast.nobody).post(f"/reports/{report.pk}/{address}", data).status_code in {403, 404}
    assert sign_in(cast.audrey).post(f"/reports/{report.pk}/{address}", data).status_code in {403, 404}
    assert not report.messages.exists()
    assert not Fact.objects.about(report).exists()


def test_an_outcome_nobody_offers_is_not_found(cast, sign_in, report):
    assert do(sign_in(cast.amira), report, "burnt", words="x").status_code == 404


def test_another_room_can_offer_an_outcome(cast, sign_in, report, monkeypatch):
    monkeypatch.setattr("genba.listen.outcomes._outcomes", {})
    assert outcome_named("answered") is None
    register_outcome(
        Outcome(
            name="framed",
            label="Framed",
            icon="check",
            help="Put it on the wall",
            order=1,
            form=lambda _report, _person, data: AnswerForm(data),
            act=lambda report, person, form: triage.mark_carded(
                report, words=form.cleaned_data["words"], by=person
            ),
        )
    )
    assert "Put it on the wall" in sign_in(cast.amira).get(f"/reports/{report.pk}/").content.decode()
    do(sign_in(cast.amira), report, "framed", words="Framed it.")
    assert Report.objects.get().state == Report.State.CARDED


def test_answering_comes_first_and_passing_on_last_among_the_outcomes():
    names = [outcome.name for outcome in all_outcomes()]
    assert (names[0], names[-1]) == ("answered", "passed")


def test_a_kind_beginning_fills_the_words(cast, sign_in, report):
    page = sign_in(cast.amira).get(f"/reports/{report.pk}/?do=answered&start=0").content.decode()
    assert page.split("<textarea")[1].split("</textarea>")[0].count("Thank you for telling us") == 1
    assert sign_in(cast.amira).get(f"/reports/{report.pk}/?do=x&start=99").status_code == 200


def test_kind_severity_and_place_can_be_corrected(cast, sign_in, report):
    form = {"kind": "problem", "severity": "medium", "place": cast.station.pk}
    assert 'name="severity"' in sign_in(cast.amira).get(f"/reports/{report.pk}/?sort=yes").content.decode()
    sign_in(cast.amira).post(f"/reports/{report.pk}/sorting/", form)
    report.refresh_from_db()
    assert (report.kind, report.severity, report.place) == ("problem", "medium", cast.station)
    wrong = sign_in(cast.amira).post(f"/reports/{report.pk}/sorting/", {"kind": "gossip", "place": "\0"})
    assert wrong.status_code == 422


def test_a_note_is_kept_for_those_who_answer(cast, sign_in, report):
    sign_in(cast.amira).post(f"/reports/{report.pk}/notes/", {"text": "Ask <b>Liang</b>."})
    assert Note.objects.get().by == cast.amira
    assert (
        "Ask &lt;b&gt;Liang&lt;/b&gt;."
        in sign_in(cast.quentin).get(f"/reports/{report.pk}/").content.decode()
    )
    assert sign_in(cast.amira).post(f"/reports/{report.pk}/notes/", {"text": ""}).status_code == 422


def test_the_reporter_writes_again_and_nobody_else_in_their_name(cast, sign_in, report):
    sign_in(cast.tomas).post(f"/reports/{report.pk}/words/", {"text": "It got worse."})
    assert [(m.text, m.by, m.from_reporter) for m in report.messages.all()] == [
        ("It got worse.", cast.tomas, True)
    ]
    assert sign_in(cast.amira).post(f"/reports/{report.pk}/words/", {"text": "Me too."}).status_code == 404
    assert sign_in(cast.tomas).post(f"/reports/{report.pk}/words/", {"text": "x" * 10_001}).status_code == 422


def test_my_reports_are_mine_and_teach_when_there_are_none(cast, sign_in, report):
    assert report.title in sign_in(cast.tomas).get("/reports/mine/").content.decode()
    other = sign_in(cast.amira).get("/reports/mine/").content.decode()
    assert report.title not in other
    assert "You have not reported anything yet" in other


def test_the_page_asks_few_questions_however_long_the_talk(
    cast, sign_in, report, django_assert_max_num_queries
):
    for number in range(20):
        triage.tell(report, words=f"News {number}", by=cast.amira)
        triage.write_note(report, text=f"Note {number}", by=cast.amira)
    client = sign_in(cast.amira)
    with django_assert_max_num_queries(16):
        client.get(f"/reports/{report.pk}/")


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "مرحبا", "🙏" * 50, "a\r\nb"])
def test_odd_words_in_an_answer_stay_text(cast, sign_in, report, words):
    do(sign_in(cast.amira), report, "answered", words=words)
    page = sign_in(cast.tomas).get(f"/reports/{report.pk}/").content.decode()
    assert report.messages.get().text == words.replace("\r\n", "\n")
    assert "<script>alert" not in page
