"""The inbox of those who answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from genba.listen import triage
from genba.listen.inbox import Inbox, waiting_for
from genba.listen.models import Report
from genba.people.models import Person, Team


def titles(response):
    return [report.title for report in [*response.context["pinned"], *response.context["page"]]]


def test_the_oldest_unanswered_comes_first(cast, sign_in, make_report):
    for days in (1, 9, 4):
        make_report(f"{days} days ago", days=days)
    assert titles(sign_in(cast.amira).get("/inbox/")) == ["9 days ago", "4 days ago", "1 days ago"]


def test_danger_is_pinned_on_top_with_a_mark(cast, sign_in, make_report):
    make_report("old", days=30)
    make_report("danger", severity="high")
    response = sign_in(cast.amira).get("/inbox/")
    assert titles(response) == ["danger", "old"]
    assert 'id="danger-title"' in response.content.decode()


def test_what_is_answered_leaves_the_waiting(cast, sign_in, make_report):
    report = make_report()
    triage.answer(report, words="Thank you.", by=cast.amira)
    client = sign_in(cast.amira)
    assert titles(client.get("/inbox/")) == []
    assert titles(client.get("/inbox/?state=answered")) == [report.title]
    assert titles(client.get("/inbox/?state=all")) == [report.title]


def test_who_wrote_again_is_found_again(cast, sign_in, make_report):
    report = make_report()
    triage.answer(report, words="Which one?", by=cast.amira)
    triage.write_again(report, words="The left one.")
    assert titles(sign_in(cast.amira).get("/inbox/?state=again")) == [report.title]
    assert sign_in(cast.amira).get("/inbox/").context["again"] == 1
    assert sign_in(cast.wanda).get("/inbox/").context["again"] == 0


def test_each_lead_sees_the_teams_they_answer_for_and_those_below(cast, sign_in, make_report):
    below = Team.objects.create(site=cast.site, name="Station crew", parent=cast.line)
    make_report("line")
    make_report("crew", team=below)
    make_report("ward", team=cast.ward, reporter=cast.wanda)
    make_report("nowhere", team=None)
    assert sorted(titles(sign_in(cast.amira).get("/inbox/"))) == ["crew", "line"]
    assert titles(sign_in(cast.wanda).get("/inbox/")) == ["ward"]


@pytest.mark.parametrize("role", ["quentin", "elena", "audrey"])
def test_quality_top_management_and_auditors_see_every_team_and_what_is_not_routed(
    cast, sign_in, make_report, role
):
    make_report("line")
    make_report("ward", team=cast.ward)
    make_report("nowhere", team=None)
    client = sign_in(getattr(cast, role))
    assert len(titles(client.get("/inbox/"))) == 3
    assert titles(client.get("/inbox/?team=none")) == ["nowhere"]
    assert titles(client.get(f"/inbox/?team={cast.ward.pk}")) == ["ward"]


def test_a_lead_cannot_look_into_another_team_by_its_address(cast, sign_in, make_report):
    make_report("line")
    make_report("ward", team=cast.ward)
    for team in (cast.ward.pk, "none"):
        assert titles(sign_in(cast.amira).get(f"/inbox/?team={team}")) == ["line"]


@pytest.mark.parametrize("person", ["tomas", "nobody", "adam"])
def test_there_is_no_inbox_for_those_who_do_not_answer(cast, sign_in, person):
    assert sign_in(getattr(cast, person)).get("/inbox/").status_code == 403


def test_the_address_filters(cast, sign_in, make_report):
    make_report("idea", kind="idea", severity="low")
    make_report("thanks", kind="thanks")
    make_report("danger", severity="high")
    client = sign_in(cast.amira)
    assert titles(client.get("/inbox/?kind=idea&severity=low")) == ["idea"]
    assert titles(client.get("/inbox/?severity=high")) == ["danger"]
    assert "Nothing here with this filter" in client.get("/inbox/?kind=complaint").content.decode()


@pytest.mark.parametrize(
    "query", ["kind=<script>", "state=nope&team=x", "page=99999", "page=-1", "team=%00", "kind=%ff"]
)
def test_what_nobody_knows_in_the_address_is_left_out(cast, sign_in, make_report, query):
    make_report("idea")
    response = sign_in(cast.amira).get(f"/inbox/?{query}")
    assert (response.status_code, titles(response)) == (200, ["idea"])


def test_the_wait_of_an_anonymous_report_is_told_in_weeks(cast, sign_in, make_report):
    make_report("now", reporter=None)
    make_report("then", reporter=None, days=14)
    page = sign_in(cast.amira).get("/inbox/").content.decode()
    assert "<bdi>this week</bdi>" in page
    assert "<bdi>2 weeks</bdi>" in page


def test_an_empty_inbox_teaches(cast, sign_in):
    page = sign_in(cast.amira).get("/inbox/").content.decode()
    assert "Nobody waits for an answer" in page
    assert "QR code" in page


def test_long_lists_come_in_pages_and_are_not_endless(cast, sign_in, make_report, monkeypatch):
    monkeypatch.setattr("genba.listen.inbox.MOST_LISTED", 40)
    monkeypatch.setattr("genba.listen.views.inbox.MOST_LISTED", 40)
    for number in range(60):
        make_report(f"{number}", days=number)
    response = sign_in(cast.amira).get("/inbox/?page=2")
    assert len(response.context["page"]) == 15
    assert "Only the first" in response.content.decode()


def test_the_badge_counts_what_waits_for_this_person_and_stops_at_a_hundred(cast, make_report):
    make_report()
    make_report("ward", team=cast.ward)
    assert [waiting_for(person) for person in (cast.amira, cast.quentin, cast.elena, None)] == [1, 2, 0, 0]
    again = Person.objects.get(pk=cast.quentin.pk)  # counted once for each request
    Report.objects.bulk_create(
        Report(text="x", team=cast.line, received_on=timezone.localdate()) for _ in range(150)
    )
    assert waiting_for(again) == 100


def test_undone_imports_are_not_listed(cast, sign_in, make_report):
    make_report(withdrawn_at=timezone.now())
    assert titles(sign_in(cast.quentin).get("/inbox/?state=all")) == []


def test_the_inbox_asks_few_questions_however_much_is_in_it(
    cast, sign_in, make_report, django_assert_max_num_queries
):
    for number in range(30):
        make_report(f"{number}", days=number, place=cast.station, severity="high" if number % 3 == 0 else "")
    client = sign_in(cast.quentin)
    with django_assert_max_num_queries(15):
        client.get("/inbox/")


def test_answered_ones_stand_newest_first(cast, make_report):
    for days in (3, 1, 2):
        report = make_report(f"{days}", state="answered", answered_at=timezone.now() - timedelta(days=days))
        assert report.answered_at
    assert [report.text for report in Inbox(cast.quentin, state="answered").listed] == ["1", "2", "3"]
