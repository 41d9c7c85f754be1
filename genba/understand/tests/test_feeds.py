"""Sources of metrics through the doors of those who answer for them, and by the schedule."""

import json
from datetime import timedelta
from threading import Event

import pytest
from django.core.management import call_command
from django.utils import timezone

from genba.people.seeds import Crew, Town
from genba.sources.connectors.connector import STATE_WORDS
from genba.sources.connectors.kinds import KINDS
from genba.trail.models import Fact
from genba.trail.tests.machines import says
from genba.understand.feeds import keep_feed, new_feed, switch
from genba.understand.fetching import fetch, fetch_what_is_due, without
from genba.understand.measuring import close_metric
from genba.understand.models import Feed, Reading
from genba.understand.seeds.sources import WEEKS, connect_sources
from genba.understand.tests.factory import make_metric
from genba.understand.tests.sources import replaying

pytestmark = pytest.mark.django_db
SECRET = "s3cret-of-the-plant"
ROWS = [{"day": "2025-01-06", "scrap": 3}, {"day": "2025-01-13", "scrap": 4}]


@pytest.fixture(autouse=True)
def _here_is_listed(settings):
    settings.GENBA_OUTGOING_ALLOW = ["127.0.0.1"]


def as_json(value, status=200):
    return says(json.dumps(value).encode(), status, Content_Type="application/json")


def typed(address, **more):
    return {
        "address": address, "key_as": "bearer", "account": "", "path": "", "when": "day", "value": "scrap",
        "out_of": "", "gather": "each", "period": "week", "secret": SECRET, "schedule": "day",
        "silent_after_days": "35", **more,
    }  # fmt: skip


def make_feed(cast, address, metric=None, **more):
    feed = new_feed(metric or make_metric(cast), "rest")
    words = typed(address, **more)
    feed.settings = {one.name: words[one.name] for one in feed.connector.asks}
    keep_feed(feed, secret=SECRET, by=cast.quentin)
    return feed


def test_an_owner_connects_a_metric_tests_it_and_gets_its_readings(cast, sign_in, work_off):
    metric, browser = make_metric(cast), sign_in(cast.amira)
    with replaying(as_json(ROWS)) as machine:
        page = f"/metrics/{metric.pk}/feeds/new/rest/"
        answer = browser.post(page, typed(machine.url("/scrap")), follow=True)
        feed = Feed.objects.get()
        assert answer.redirect_chain == [(f"/feeds/{feed.pk}/", 302)]
        shown = browser.post(f"/feeds/{feed.pk}/test/").content.decode()
        assert "It would bring 2 readings" in shown
        assert not Reading.objects.exists()
        browser.post(f"/feeds/{feed.pk}/fetch/")
        work_off()
    assert list(metric.readings.values_list("value", flat=True)) == [3, 4]
    feed.refresh_from_db()
    assert (feed.state, bool(feed.last_success), feed.is_on) == ("fine", True, False)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_form_and_keeps_what_was_typed(cast, sign_in, kind):
    page = f"/metrics/{make_metric(cast).pk}/feeds/new/{kind}/"
    browser = sign_in(cast.quentin)
    assert browser.get(page).status_code == 200
    answer = browser.post(page, {"address": "nonsense", "folder": "x", "silent_after_days": "0"})
    assert answer.status_code == 422
    assert "A number of days between 1 and 3650." in answer.content.decode()
    assert not Feed.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("quality", 200), ("administrator", 200), ("lead", 200), ("member", 404), ("other_lead", 404),
        ("executive", 404), ("auditor", 404), ("nobody", 404),
    ],
)  # fmt: skip
def test_only_who_answers_for_a_metric_sees_its_sources(cast, sign_in, role, status):
    feed = make_feed(cast, "https://example.org/")
    browser = sign_in(cast.people[role])
    for page in ("", "details/"):
        assert browser.get(f"/feeds/{feed.pk}/{page}").status_code == status
    for verb in ("test", "fetch", "on", "off"):
        seen = browser.post(f"/feeds/{feed.pk}/{verb}/").status_code
        assert (seen == 404) == (status == 404)
    assert browser.get(f"/metrics/{feed.metric_id}/feeds/").status_code == status
    listed = browser.get("/feeds/").content.decode()
    assert (f"/feeds/{feed.pk}/" in listed) == (status == 200)


def test_a_secret_is_never_shown_again(cast, sign_in, work_off, capsys, caplog):
    refused = as_json({"message": f"Bearer {SECRET} is not welcome"}, 401)
    with replaying(refused) as machine:
        feed = make_feed(cast, machine.url())
        browser = sign_in(cast.quentin)
        pages = [browser.post(f"/feeds/{feed.pk}/test/")]
        browser.post(f"/feeds/{feed.pk}/fetch/")
        work_off()
    assert machine.asked[0][2]["authorization"] == f"Bearer {SECRET}"
    pages += [browser.get(f"/feeds/{feed.pk}/{page}") for page in ("", "details/")]
    assert "One is kept, and never shown." in pages[1].content.decode()
    pages += [browser.get("/feeds/"), browser.get(f"/history/understand.feed/{feed.pk}/")]
    assert not [page for page in pages if SECRET in page.content.decode()]
    call_command("dumpdata", "understand.feed")
    told = capsys.readouterr().out + caplog.text + str(list(Fact.objects.values_list("data", flat=True)))
    assert SECRET not in told
    feed.refresh_from_db()
    assert feed.detail == "Bearer ••• is not welcome"


def test_a_secret_does_not_follow_a_changed_address(cast, sign_in):
    feed = make_feed(cast, "https://example.org/scrap")
    browser, page = sign_in(cast.amira), f"/feeds/{feed.pk}/details/"
    answer = browser.post(page, typed("https://elsewhere.example/", secret=""))
    assert answer.status_code == 422
    assert "please give it again" in answer.content.decode()
    assert browser.post(page, typed("https://example.org/scrap", secret="", path="rows")).status_code == 302
    feed.refresh_from_db()
    assert (feed.secret, feed.settings["path"]) == (SECRET, "rows")
    assert browser.post(page, typed("https://elsewhere.example/", secret="another")).status_code == 302
    feed.refresh_from_db()
    assert feed.secret == "another"
    assert Fact.objects.filter(name="understand.feed_secret_changed").count() == 1


def test_a_key_that_is_not_sent_any_more_is_not_kept(cast, sign_in):
    feed = make_feed(cast, "https://example.org/scrap")
    sent = typed("https://elsewhere.example/", key_as="none", secret="")
    assert sign_in(cast.amira).post(f"/feeds/{feed.pk}/details/", sent).status_code == 302
    assert Feed.objects.get().sealed_secret is None


def test_who_changes_a_source_does_not_undo_what_happened_meanwhile(cast):
    feed = make_feed(cast, "https://example.org/scrap")
    opened = Feed.objects.get()
    switch(feed, is_on=True, by=cast.quentin)
    Feed.objects.update(state="fine", newest_at=timezone.now())
    opened.schedule = "hour"
    keep_feed(opened, secret="", by=cast.quentin)
    feed.refresh_from_db()
    assert (feed.schedule, feed.is_on, feed.state, bool(feed.newest_at)) == ("hour", True, "fine", True)


def test_what_is_secret_lies_sealed_in_the_database(cast):
    feed = make_feed(cast, "https://example.org/")
    row = Feed.objects.filter(pk=feed.pk).values()[0]
    assert SECRET not in str(row)
    assert SECRET.encode() not in bytes(row["sealed_secret"])
    assert Feed.objects.get().secret == SECRET


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://example.org/", "must begin with https://"),
        ("https://amira:secret@example.org/", "do not belong into the address"),
        ("", "This field is required"),
    ],
)
def test_an_address_that_cannot_be_is_told_at_its_field(cast, sign_in, address, words):
    page = f"/metrics/{make_metric(cast).pk}/feeds/new/rest/"
    answer = sign_in(cast.amira).post(page, typed(address, path="kept.path"))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown
    assert "kept.path" in shown
    assert SECRET not in shown


@pytest.mark.parametrize(
    ("kind", "name", "typed_in", "words"),
    [
        (
            "rest",
            "address",
            "https://example.org/?api_key=s3cret",
            "would see the key in this address",
        ),
        ("rest", "path", "rows[", "Invalid jmespath expression"),
        ("sql", "address", "mysql://plant/scrap", "drivers for PostgreSQL and SQLite"),
        ("sql", "address", "postgresql://a:b@plant/scrap", "Name and password have their own fields"),
        ("sql", "query", "DELETE FROM scrap", "has to begin with SELECT or WITH"),
        ("sql", "query", "SELECT 1; SELECT 2", "take the semicolon out"),
        ("odoo", "model", "../sale", "not the name of a model"),
        ("odoo", "arguments", "state = sale", "has to be JSON"),
        ("erpnext", "filters", "status", "has to be JSON"),
        ("erpnext", "method", "../login", "not the name of a method"),
    ],
)
def test_what_a_source_could_never_be_asked_is_told_at_its_field(cast, sign_in, kind, name, typed_in, words):
    page = f"/metrics/{make_metric(cast).pk}/feeds/new/{kind}/"
    answer = sign_in(cast.amira).post(
        page, {"address": "https://example.org/", name: typed_in, "value": "kept"}
    )
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[name])
    assert 'value="kept"' in answer.content.decode()
    assert not Feed.objects.exists()


@pytest.mark.once
@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"You sent {SECRET}.", "You sent •••."),
        (f"You sent {SECRET[:12]}… to us", "You sent •••… to us"),
        ("Basic YW1pcmE6czNjcmV0 is wrong", "Basic ••• is wrong"),
        ("The token has expired", "The token has expired"),
        (f"{'x' * 195}{SECRET}", f"{'x' * 195}•••"),
    ],
)
def test_what_a_source_says_is_shown_without_the_secret(said, kept):
    assert without(SECRET, said) == kept
    assert without("key:of-the-plant", "of-the-plant?") == "•••?"


def test_what_genba_counts_by_itself_has_no_other_source(cast, sign_in):
    metric, browser = make_metric(cast, computes="reports.near_misses"), sign_in(cast.quentin)
    assert browser.get(f"/metrics/{metric.pk}/feeds/").status_code == 404
    assert f"/metrics/{metric.pk}/feeds/" not in browser.get(f"/metrics/{metric.pk}/").content.decode()


def test_the_page_of_sources_names_the_other_ways_too(cast, sign_in):
    metric = make_metric(cast)
    shown = sign_in(cast.amira).get(f"/metrics/{metric.pk}/feeds/").content.decode()
    for way in (
        f"/imports/new/readings/?place={metric.pk}",
        f"POST /api/v1/metrics/{metric.pk}/readings",
    ):
        assert way in shown


def test_a_test_that_fails_says_why_and_keeps_nothing(cast, sign_in):
    with replaying(says(b"<html>Sign in</html>", Content_Type="text/html")) as machine:
        feed = make_feed(cast, machine.url())
        answer = sign_in(cast.amira).post(f"/feeds/{feed.pk}/test/")
    assert answer.status_code == 200
    assert "It answered with a web page instead of data" in answer.content.decode()
    feed.refresh_from_db()
    assert (feed.state, feed.last_tried) == ("", None)


def test_the_schedule_asks_what_is_due_and_each_feed_by_itself(cast, work_off):
    with replaying(as_json({}, 500)) as broken, replaying(as_json(ROWS)) as works:
        bad = make_feed(cast, broken.url(), make_metric(cast, "A broken one"))
        good, off = make_feed(cast, works.url()), make_feed(cast, works.url(), make_metric(cast, "Off"))
        for feed in (bad, good):
            switch(feed, is_on=True, by=cast.quentin)
        fetch_what_is_due.call()
        fetch_what_is_due.call()
        work_off()
    assert (len(broken.asked), len(works.asked)) == (1, 1)
    states = dict(Feed.objects.values_list("pk", "state"))
    assert (states[bad.pk], states[good.pk], states[off.pk]) == ("refused", "fine", "")
    assert Feed.objects.get(pk=good.pk).next_at > timezone.now() + timedelta(hours=23)


def test_a_closed_metric_is_not_fetched_any_more(cast, work_off):
    with replaying(as_json(ROWS)) as machine:
        feed = make_feed(cast, machine.url())
        switch(feed, is_on=True, by=cast.quentin)
        close_metric(feed.metric, by=cast.quentin)
        fetch_what_is_due.call()
        work_off()
    assert machine.asked == []


def test_switching_is_told_once_and_trouble_only_when_it_is_news(cast):
    with replaying(as_json({}, 500), as_json({}, 500), as_json(ROWS), as_json(ROWS)) as machine:
        feed = make_feed(cast, machine.url())
        assert switch(feed, is_on=True, by=cast.amira)
        assert not switch(feed, is_on=True, by=cast.amira)
        for _ in range(4):
            fetch(feed)
    names = list(
        Fact.objects.filter(subject_kind="understand.feed").order_by("pk").values_list("name", flat=True)
    )
    assert [name.removeprefix("understand.feed_") for name in names] == [
        "made", "switched_on", "troubled", "works_again",
    ]  # fmt: skip


def test_rows_that_a_metric_cannot_take_are_counted(cast):
    rows = [*ROWS, {"day": "2025-01-20", "scrap": -4}, {"day": "no day", "scrap": 1}]
    with replaying(as_json(rows)) as machine:
        feed = make_feed(cast, machine.url())
        arrived = fetch(feed)
    assert (arrived.new, feed.left_out_count) == (2, 2)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"day": "2025-01-20", "scrap": -4}], "cannot be less than zero"),
        ([{"day": "soon", "scrap": 4}], "“soon” is not a date"),
    ],
)
def test_a_source_of_which_no_row_fits_the_metric_says_so_and_falls_silent(cast, sign_in, rows, words):
    with replaying(as_json(rows)) as machine:
        feed = make_feed(cast, machine.url())
        shown = sign_in(cast.amira).post(f"/feeds/{feed.pk}/test/").content.decode()
        assert fetch(feed) is None
    assert "no row of it can be a reading of this metric" in shown
    assert words in shown
    assert (feed.state, feed.last_success, feed.newest_at) == ("none_fits", None, None)


def test_a_preview_names_the_rows_that_the_metric_cannot_take(cast, sign_in):
    with replaying(as_json([*ROWS, {"day": "2025-01-20", "scrap": -4}])) as machine:
        feed = make_feed(cast, machine.url())
        shown = sign_in(cast.amira).post(f"/feeds/{feed.pk}/test/").content.decode()
    assert "It would bring 2 readings" in shown
    assert "This metric cannot be less than zero." in shown


def test_a_source_that_hangs_does_not_hold_the_worker(cast, monkeypatch):
    monkeypatch.setattr("genba.understand.fetching.SECONDS_TO_FETCH", 0.5)
    ended = Event()
    with replaying(lambda _handler: ended.wait(60)) as machine:
        feed = make_feed(cast, machine.url())
        assert fetch(feed) is None
        ended.set()  # until here the source hung; had the fetch waited for its end, it would be another state
    assert feed.state == "slow"


@pytest.mark.parametrize(("days", "is_said"), [(35, False), (36, True)])
def test_a_source_that_brings_nothing_new_is_shown_on_the_metric_and_in_the_list(
    cast, sign_in, days, is_said
):
    feed = make_feed(cast, "https://example.org/")
    switch(feed, is_on=True, by=cast.quentin)
    newest = timezone.now() - timedelta(days=days)
    Feed.objects.update(newest_at=newest, last_success=timezone.now(), state="fine")
    for person, page in ((cast.tomas, f"/metrics/{feed.metric_id}/"), (cast.amira, "/feeds/")):
        assert ("No data for 36 days" in sign_in(person).get(page).content.decode()) == is_said


def test_a_metric_that_is_measured_no_more_has_no_silent_source(cast, sign_in):
    feed = make_feed(cast, "https://example.org/")
    switch(feed, is_on=True, by=cast.quentin)
    Feed.objects.update(newest_at=timezone.now() - timedelta(days=99))
    close_metric(feed.metric, by=cast.quentin)
    assert "No data for" not in sign_in(cast.amira).get(f"/metrics/{feed.metric_id}/").content.decode()


def test_a_key_that_was_lost_with_the_instance_is_a_state(cast, settings):
    feed = make_feed(cast, "https://example.org/")
    settings.SECRET_KEY = "another secret key of another instance"
    assert fetch(feed) is None
    assert (feed.state, feed.state_words) == ("lost", str(STATE_WORDS["lost"]))


def test_the_demonstration_has_a_source_that_works_and_one_that_is_off(cast, settings, tmp_path):
    settings.GENBA_DATA, settings.GENBA_SOURCES_FOLDER = tmp_path, str(tmp_path / "sources")
    town = Town(
        cast.organisation,
        {"machining": Crew(cast.line, cast.amira, [], [], 1.0, 1.0)},
        {"quality": [cast.quentin]},
    )
    connect_sources(town, now=timezone.localtime())
    works, off = Feed.objects.order_by("pk")
    assert (works.kind, works.state, works.is_on, works.is_silent) == ("folder", "fine", True, False)
    assert works.metric.readings.count() == WEEKS
    assert (off.kind, off.state, off.is_on) == ("rest", "", False)


def test_the_list_is_empty_with_a_way_on_and_names_what_does_not_work(cast, sign_in):
    browser = sign_in(cast.quentin)
    assert "No metric is connected yet" in browser.get("/feeds/").content.decode()
    with replaying(as_json({"message": "Come back tomorrow"}, 429)) as machine:
        feed = make_feed(cast, machine.url())
        switch(feed, is_on=True, by=cast.quentin)
        fetch(feed)
    shown = browser.get("/feeds/").content.decode()
    assert "Does not work" in shown
    assert "asked us to come back later. Come back tomorrow" in shown
    history = browser.get(f"/history/understand.feed/{feed.pk}/").content.decode()
    assert "got no readings from this source. It is busy" in history


def test_a_kind_that_is_none_leads_nowhere(cast, sign_in):
    assert sign_in(cast.quentin).get(f"/metrics/{make_metric(cast).pk}/feeds/new/ftp/").status_code == 404
