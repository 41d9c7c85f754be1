import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from genba.front.context import page
from genba.front.loop import count_the_loop
from genba.front.models import LoopFigure
from genba.improve.cards import open_card
from genba.improve.models import Card
from genba.listen import triage
from genba.listen.models import Report
from genba.listen.models.report import week_of
from genba.people.access import ANYBODY, needs
from genba.people.models import Organisation, Person
from genba.trail.files import keep_file
from genba.trail.models import Beat, Fact, Link
from genba.trail.record import record
from genba.trail.tests.test_files import photo
from genba.trail.tests.test_trail import PAINTED
from genba.trail.work import job

ROLES = ["lead", "member", "quality", "executive", "auditor", "administrator", "nobody"]


@pytest.fixture
def busy(cast):
    """A line with reports, cards and a counted loop."""
    now = timezone.now()
    for number in range(8):
        report = Report.objects.create(
            text=f"Report {number}",
            team=cast.line,
            reporter=cast.tomas,
            received_on=now.date() - timedelta(days=number),
            received_at=now - timedelta(days=number),
            severity="high",
            on_wall=number == 1,
            outcome_on=now.date(),
            outcome="We fixed it",
        )
        if number < 6:
            triage.answer(report, words="Thank you", by=cast.amira)
        open_card(
            cast.board, title=f"Card {number}", kind=Card.Kind.IDEA, by=cast.amira, owner=cast.tomas,
            due_on=now.date() - timedelta(days=1),
        )  # fmt: skip
    count_the_loop.func()
    return cast


@pytest.mark.parametrize("role", ROLES)
def test_no_home_asks_the_database_more_than_fifteen_times(
    busy, sign_in, role, django_assert_max_num_queries
):
    browser = sign_in(busy.people[role])
    browser.get(reverse("front:home"))
    with django_assert_max_num_queries(15):
        assert browser.get(reverse("front:home")).status_code == 200


@pytest.mark.parametrize("page", ["glance", "notifications", "settings", "worker"])
def test_no_other_page_does_either(busy, sign_in, page, django_assert_max_num_queries):
    browser = sign_in(busy.quentin)
    browser.get(reverse("front:notifications"))  # once in its life a process asks whether anybody is here
    with django_assert_max_num_queries(15):
        assert browser.get(reverse(f"front:{page}")).status_code == 200


def test_nor_does_the_search(busy, sign_in, django_assert_max_num_queries):
    browser = sign_in(busy.quentin)
    with django_assert_max_num_queries(15):
        page = browser.get(reverse("front:search"), {"q": "report"}).content.decode()
    assert page.count("<mark>Report</mark>") == 5


def test_every_role_sees_what_matters_to_it(busy, sign_in):
    def home(role):
        return sign_in(busy.people[role]).get(reverse("front:home")).content.decode()

    assert "Waiting for an answer" in home("lead")
    assert "What I said" in home("member")
    assert "Who waits where" in home("executive")
    assert "What happened last" in home("auditor")
    assert "It has stopped." in home("administrator")
    assert "Imports" in home("quality")


def test_top_management_sees_no_numbers_of_single_people(busy, sign_in):
    page = sign_in(busy.elena).get(reverse("front:home")).content.decode()
    assert "Tomas" not in page
    assert "Amira" not in page


def test_who_is_several_things_chooses_how_to_look(busy, sign_in):
    busy.amira.is_administrator = True
    busy.amira.save()
    browser = sign_in(busy.amira)
    assert "It has stopped." not in browser.get(reverse("front:home")).content.decode()
    assert "It has stopped." in browser.get(reverse("front:home"), {"role": "administrator"}).content.decode()
    assert "Who waits where" not in browser.get(reverse("front:home"), {"role": "executive"}).content.decode()


def test_the_loop_counts_what_was_said_and_answered(busy, sign_in):
    figure = LoopFigure.objects.get(team=busy.line)
    assert figure.steps["said"]["count"] == 8
    assert figure.steps["answered"] == {
        "count": 6,
        "median_days": pytest.approx(2.5, abs=0.1),
        "waiting": 2,
        "oldest_days": pytest.approx(7, abs=0.1),
    }
    assert figure.steps["tried"]["waiting"] == 8
    assert LoopFigure.objects.get(team=None).steps["said"]["count"] == 8
    page = sign_in(busy.tomas).get(reverse("front:glance")).content.decode()
    assert re.search(r"<bdi>2</bdi> wait, the oldest <bdi>7 days</bdi>", page)
    assert "too few" in page


def test_the_loop_before_it_was_counted_says_so(cast, sign_in):
    assert "Not counted yet" in sign_in(cast.tomas).get(reverse("front:glance")).content.decode()


def test_a_history_is_told_in_plain_words(cast, sign_in):
    card = open_card(cast.board, title="Labels", kind=Card.Kind.IDEA, by=cast.amira)
    record(PAINTED, card, by=cast.tomas, colour="green")
    Fact.objects.create(
        name=PAINTED.name, subject_kind="improve.card", subject_id=str(card.pk), by_id=999_999
    )
    Link.objects.tie(card, cast.station, meaning="changed")
    page = sign_in(cast.wanda).get(reverse("front:history", args=["improve.card", card.pk])).content.decode()
    assert "Amira Khan</strong> opened this card" in page
    assert "Tomas Berg</strong> painted it green" in page
    assert "Somebody</strong> painted it" in page
    assert "Station 7" in page


@pytest.mark.parametrize("key", ["999999", "x", "1.5", "0x1", "9" * 40, "-1"])
@pytest.mark.parametrize("kind", ["improve.card", "listen.report", "nothing.here", "people.person"])
def test_a_history_of_nothing_is_not_found(cast, sign_in, kind, key):
    assert sign_in(cast.quentin).get(reverse("front:history", args=[kind, key])).status_code == 404


def test_the_history_of_a_report_is_only_for_those_who_see_it(cast, sign_in):
    report = Report.objects.create(text="x", team=cast.line, received_on=timezone.localdate())
    address = reverse("front:history", args=["listen.report", report.pk])
    assert sign_in(cast.amira).get(address).status_code == 200
    assert sign_in(cast.wanda).get(address).status_code == 404


def test_a_file_opens_to_whoever_may_open_its_record_and_nothing_in_it_can_run(cast, sign_in):
    report = Report.objects.create(text="x", team=cast.line, received_on=timezone.localdate())
    kept = keep_file(report, SimpleUploadedFile("a.png", photo()), by=None, anonymous=True)
    address = reverse("front:file", args=[kept.pk])
    answer = sign_in(cast.amira).get(address)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert sign_in(cast.wanda).get(address).status_code == 404
    assert sign_in(None).get(address).status_code == 302


def test_a_file_that_is_no_picture_is_saved_not_shown(cast, sign_in):
    card = open_card(cast.board, title="Labels", kind=Card.Kind.IDEA, by=cast.amira)
    kept = keep_file(card, SimpleUploadedFile("plan.txt", b"the plan"), by=cast.amira)
    answer = sign_in(cast.tomas).get(reverse("front:file", args=[kept.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="plan.txt"'
    assert b"".join(answer.streaming_content) == b"the plan"
    kept.withdrawn_at = timezone.now()
    kept.save()
    assert sign_in(cast.tomas).get(reverse("front:file", args=[kept.pk])).status_code == 404


@job(attempts=1)
def stumble() -> None:
    """Carry the heavy thing upstairs."""
    raise ZeroDivisionError


def test_a_failed_job_is_told_in_words_and_can_be_tried_again(cast, sign_in, work_off):
    stumble.enqueue()
    work_off()
    browser = sign_in(cast.adam)
    page = browser.get(reverse("front:worker")).content.decode()
    assert "Carry the heavy thing upstairs" in page
    assert "ZeroDivisionError" in page
    key = DBTaskResult.objects.get(task_path__endswith="stumble").pk
    browser.post(reverse("front:try_again", args=[key]))
    assert DBTaskResult.objects.get(pk=key).status == "READY"
    browser.post(reverse("front:try_again", args=[key]))
    assert "no longer among the failed" in browser.get(reverse("front:worker")).content.decode()


@pytest.mark.parametrize("role", ["lead", "member", "executive", "auditor", "nobody"])
def test_background_work_is_looked_after_by_quality_and_administrators(cast, sign_in, role):
    assert sign_in(cast.people[role]).get(reverse("front:worker")).status_code == 403
    assert sign_in(cast.quentin).get(reverse("front:worker")).status_code == 200


def test_a_dead_worker_is_told_on_every_page(cast, sign_in):
    page = sign_in(cast.tomas).get(reverse("front:home")).content.decode()
    assert "Background work has stopped." in page
    assert 'class="banner tone-bad"' in page


def test_with_a_living_worker_administrators_hear_of_the_unsigned_promise(cast, sign_in):
    Beat.objects.create(worker="one")
    Organisation.objects.update(promise_by="")
    assert "promise" in sign_in(cast.adam).get(reverse("front:settings")).content.decode()
    assert 'class="banner' not in sign_in(cast.tomas).get(reverse("front:settings")).content.decode()


def test_settings_are_kept(cast, sign_in):
    browser = sign_in(cast.tomas)
    browser.post(reverse("front:settings"), {"language": "de", "theme": "dark"})
    cast.tomas.refresh_from_db()
    assert (cast.tomas.language, cast.tomas.theme) == ("de", "dark")
    assert (cast.tomas.wants_mail, cast.tomas.single_keys) == (False, False)
    page = browser.get(reverse("front:home")).content.decode()
    assert 'lang="de"' in page
    assert 'data-theme="dark"' in page
    assert 'data-single-keys="off"' in page


@pytest.mark.parametrize("wrong", ["", "xx", "<script>", "\0", "x" * 100_000])
def test_a_language_that_is_none_changes_nothing(cast, sign_in, wrong):
    assert (
        sign_in(cast.tomas).post(reverse("front:settings"), {"language": "xx", "theme": wrong}).status_code
        == 422
    )
    assert sign_in(cast.tomas).post(reverse("front:language"), {"language": wrong}).status_code == 302
    assert sign_in(cast.tomas).post(reverse("front:theme"), {"theme": wrong}).status_code == 302
    cast.tomas.refresh_from_db()
    assert (cast.tomas.language, cast.tomas.theme) == ("", "auto")


def test_a_stranger_who_chooses_a_language_gets_a_cookie_and_nobody_else_does(cast, sign_in):
    browser = sign_in(None)
    browser.get(reverse("account_login"))
    assert "django_language" not in browser.cookies
    answer = browser.post(reverse("front:language"), {"language": "ar", "next": "/ui/"})
    assert (answer["Location"], answer.cookies["django_language"].value) == ("/ui/", "ar")
    assert 'dir="rtl"' in browser.get(reverse("front:components")).content.decode()


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_the_language_door_leads_nowhere_foreign(cast, sign_in, next_):
    answer = sign_in(None).post(reverse("front:language"), {"language": "ar", "next": next_})
    assert answer["Location"] == "/"


def test_the_address_may_name_the_language_without_a_cookie(cast, sign_in):
    answer = sign_in(None).get(reverse("listen:wall"), {"lang": "ar"})
    assert 'dir="rtl"' in answer.content.decode()
    assert "django_language" not in answer.cookies


def test_what_was_typed_before_the_sign_in_ran_out_comes_back(cast, sign_in):
    words = "The label <b>printer</b> שלום"
    answer = sign_in(None).post(
        reverse("front:settings"), {"words": words, "password": "hush hush", "client_key": "k1"}
    )
    page = answer.content.decode()
    assert answer.status_code == 403
    assert page.count("The label &lt;b&gt;printer&lt;/b&gt; שלום") == 2
    assert "hush" not in page
    assert "Passwords are never shown again" in page
    assert f'action="{reverse("front:settings")}"' in page
    assert 'target="_blank"' in page
    assert 'value="k1"' in page


def test_what_a_foreign_site_sends_is_not_offered_for_sending(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.tomas)
    typed = {"words": "planted by somebody else"}
    own = browser.post(reverse("front:settings"), typed).content.decode()
    foreign = browser.post(
        reverse("front:settings"), typed, HTTP_ORIGIN="https://evil.example"
    ).content.decode()
    assert "planted" in own
    assert "planted" not in foreign


def test_for_a_stranger_no_session_is_looked_up(cast):
    request = RequestFactory().get("/report/")  # has neither a session nor a user: touching one would fail
    found = page(request)
    assert (found["person"], found["theme"]) == (None, "auto")
    assert (bool(found["banner"]), list(found["menu"]), found["unread"] == 0) == (False, [], True)


def test_a_page_for_anybody_is_opened_without_asking_who_it_is(cast):
    @needs(ANYBODY)
    def door(request):
        return "open"

    assert door(RequestFactory().get("/")) == "open"


def test_the_palette_answers_in_json(cast, sign_in):
    open_card(cast.board, title="Label printer", kind=Card.Kind.IDEA, by=cast.amira)
    found = sign_in(cast.tomas).get(reverse("front:palette"), {"q": "lab"}).json()["results"]
    assert found[0]["label"] == "Label printer"
    assert set(found[0]) == {"url", "label", "icon", "hint"}
    assert sign_in(cast.tomas).get(reverse("front:palette")).json() == {"results": []}


@pytest.mark.parametrize(
    "words", ['"', "NEAR(", "x" * 10_000, "\0", "<script>alert(1)</script>", "😀", "ب" * 99]
)
def test_the_search_page_bears_whatever_is_typed(cast, sign_in, words):
    answer = sign_in(cast.tomas).get(reverse("front:search"), {"q": words, "kind": words})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_the_home_page_knows_no_more_than_the_week_of_an_anonymous_report(cast, sign_in):
    monday = week_of(timezone.localdate())
    Report.objects.create(text="The guard is loose", team=cast.line, received_on=monday)
    page = sign_in(cast.amira).get("/").content.decode()
    assert "The guard is loose" in page
    assert "<bdi>this week</bdi>" in page


def test_the_first_steps_ask_for_somebody_who_answers(cast, sign_in):
    Person.objects.filter(pk=cast.quentin.pk).update(is_quality=False)
    assert "Choose who answers the reports</a>" in sign_in(cast.adam).get("/").content.decode()
    Person.objects.filter(pk=cast.quentin.pk).update(is_quality=True)
    assert "Choose who answers the reports</a>" not in sign_in(cast.adam).get("/").content.decode()


def test_who_founds_and_is_top_management_too_meets_the_first_steps_before_empty_figures(cast, sign_in):
    Person.objects.filter(pk=cast.adam.pk).update(is_executive=True)
    page = sign_in(cast.adam).get("/").content.decode()
    assert 'aria-current="page">Top management</a>' in page
    first_step, figures = "Write down how one piece of work is done</a>", "The loop in the last 90 days"
    assert page.index(first_step) < page.index(figures)


def test_the_first_steps_stand_on_no_page_of_others(cast, sign_in):
    for person in (cast.tomas, cast.amira, cast.quentin):
        assert "First steps" not in sign_in(person).get("/").content.decode()


def test_endless_words_make_no_endless_sentence(cast, sign_in):
    page = sign_in(cast.tomas).get("/search/", {"q": "x" * 5000}).content.decode()
    assert f"Nothing found for “{'x' * 59}…”" in page


def test_a_closed_door_and_a_form_to_fill_in_again_leave_no_line_in_the_log(cast, sign_in, caplog):
    assert sign_in(cast.tomas).get("/worker/").status_code == 403
    assert sign_in(None).post("/report/", {"text": ""}).status_code == 422
    assert "django.request" not in {line.name for line in caplog.records}


@pytest.mark.parametrize(("seen", "stopped"), [(timedelta(), False), (timedelta(days=1), True)])
def test_a_worker_seen_only_before_the_clock_was_set_back_is_not_alive(cast, sign_in, seen, stopped):
    Beat.objects.create(worker="one", seen_at=timezone.now() + seen)
    page = sign_in(cast.tomas).get("/").content.decode()
    assert ("Background work has stopped" in page) == stopped
