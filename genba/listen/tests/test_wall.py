"""You said, we did; and how long one waits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from genba.listen import triage
from genba.listen.models import AnswerTime, Report
from genba.listen.models.report import week_of
from genba.listen.tasks import refresh_answer_times
from genba.trail.models import Fact

RAW = "Jonas never closes the guard on nights."


@pytest.fixture
def published(cast, make_report, sign_in):
    report = make_report(RAW)
    form = {"outcome": "The guard closes by itself now.", "on_wall": "on", "said": "A guard was left open"}
    sign_in(cast.amira).post(f"/reports/{report.pk}/outcome/", form)
    return report


def test_everybody_reads_what_came_of_a_report(cast, client, published):
    page = client.get("/wall/").content.decode()
    assert "A guard was left open" in page
    assert "The guard closes by itself now." in page
    assert Fact.objects.about(published).get().data == {"on_wall": True}


def test_the_wall_never_shows_the_words_or_the_name_of_the_reporter(cast, client, published):
    page = client.get("/wall/").content.decode()
    assert "Jonas" not in page
    assert "Tomas" not in page


def test_for_the_wall_a_summary_is_needed_and_what_was_typed_stays(cast, sign_in, make_report):
    report = make_report(RAW)
    form = {"outcome": "New guard.", "on_wall": "on", "said": ""}
    response = sign_in(cast.amira).post(f"/reports/{report.pk}/outcome/", form)
    assert response.status_code == 422
    assert "in your own words what was reported" in response.content.decode()
    assert "New guard." in response.content.decode()


def test_without_the_wall_only_the_reporter_reads_the_outcome(cast, client, sign_in, make_report):
    report = make_report(RAW)
    sign_in(cast.amira).post(f"/reports/{report.pk}/outcome/", {"outcome": "Talked it over."})
    assert "Talked it over." in sign_in(cast.tomas).get(f"/reports/{report.pk}/").content.decode()
    assert "Talked it over." not in client.get("/wall/").content.decode()


def test_it_can_be_taken_off_the_wall(cast, client, sign_in, published):
    form = {"outcome": "The guard closes by itself now.", "said": "A guard was left open"}
    sign_in(cast.amira).post(f"/reports/{published.pk}/outcome/", form)
    assert "A guard was left open" not in client.get("/wall/").content.decode()


def test_the_newest_stands_first_and_the_wall_has_pages(cast, client):
    today = timezone.localdate()
    Report.objects.bulk_create(
        Report(
            text="x",
            said=f"said {n}",
            outcome="o",
            on_wall=True,
            outcome_on=today - timedelta(days=n),
            received_on=today,
        )
        for n in range(30)
    )
    assert [report.said for report in client.get("/wall/").context["page"]][:2] == ["said 0", "said 1"]
    assert len(client.get("/wall/?page=2").context["page"]) == 6


def test_an_empty_wall_teaches(cast, client):
    assert "Nothing on the wall yet" in client.get("/wall/").content.decode()


def test_the_wall_of_somebody_signed_in_has_the_menu_and_a_stranger_gets_no_cookie(cast, client, sign_in):
    assert 'class="sidebar"' in sign_in(cast.tomas).get("/wall/").content.decode()
    stranger = client.get("/wall/")
    assert stranger.cookies.output() == ""
    assert 'class="sidebar"' not in stranger.content.decode()


def answered_after(make_report, hours, **more):
    report = make_report(state="answered", **more)
    report.received_at = timezone.now() - timedelta(hours=hours)
    report.answered_at = timezone.now()
    report.save()
    return report


def test_the_worker_counts_how_long_the_first_answer_takes(cast, client, make_report):
    for hours in (1, 2, 3, 50, 60):
        answered_after(make_report, hours)
    make_report(days=12)
    assert "too few answers" in client.get("/wall/").content.decode()
    refresh_answer_times.func()
    page = client.get("/wall/").content.decode()
    assert "<strong><bdi>3 h</bdi></strong>" in page
    assert "<bdi>1</bdi> still waits" in page
    everybody = AnswerTime.of_everybody()
    assert (everybody.said, everybody.answered, everybody.waiting) == (6, 5, 1)


def test_each_team_has_its_own_figures_and_running_twice_changes_nothing(cast, make_report):
    for _ in range(5):
        answered_after(make_report, 4)
    answered_after(make_report, 400, team=cast.ward)
    for _ in range(2):
        refresh_answer_times.func()
    line, ward = AnswerTime.objects.get(team=cast.line), AnswerTime.objects.get(team=cast.ward)
    assert (line.answered, round(line.median.total_seconds() / 3600)) == (5, 4)
    assert (ward.answered, ward.median) == (1, None)


def test_anonymous_reports_count_from_the_monday_of_their_week(cast, make_report):
    now = timezone.now()
    for _ in range(5):
        make_report(reporter=None, state="answered", answered_at=now)
    refresh_answer_times.func()
    monday = timezone.make_aware(timezone.datetime.combine(week_of(now.date()), timezone.datetime.min.time()))
    assert AnswerTime.of_everybody().median == now - monday


def test_what_was_answered_long_ago_does_not_count(cast, make_report):
    for _ in range(6):
        report = make_report(state="answered")
        report.answered_at = timezone.now() - timedelta(days=91)
        report.save()
    refresh_answer_times.func()
    assert AnswerTime.of_everybody().answered == 0


@pytest.mark.parametrize("address", ["/wall/", "/report/", "/receipt/"])
def test_public_pages_ask_few_questions(cast, client, published, django_assert_max_num_queries, address):
    with django_assert_max_num_queries(6):
        client.get(address)


def test_a_team_is_named_in_the_outcome_only_by_the_triager(cast, client, published):
    triage.publish_outcome(published, words="We moved the switch.", on_wall=True, by=cast.amira)
    published.refresh_from_db()
    assert published.said == "A guard was left open"
