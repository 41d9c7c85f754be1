"""What sources bring, by the schedule and when they are asked, and what is said where they bring nothing."""

from datetime import timedelta
from threading import Event

import pytest
from django.utils import timezone

from genba.people.seeds import Crew, Town
from genba.sources.connectors.connector import STATE_WORDS
from genba.trail.models import Fact
from genba.trail.tests.machines import says
from genba.understand.feeds import switch
from genba.understand.fetching import fetch, fetch_what_is_due
from genba.understand.measuring import close_metric
from genba.understand.models import Feed
from genba.understand.seeds.sources import WEEKS, connect_sources
from genba.understand.tests.factory import make_metric
from genba.understand.tests.feed_factory import ROWS, as_json, make_feed
from genba.understand.tests.sources import replaying

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here_is_listed(settings):
    settings.GENBA_OUTGOING_ALLOW = ["127.0.0.1"]


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
