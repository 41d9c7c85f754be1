"""Sources of metrics through the doors of those who answer for them: connect, change, switch, remove."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from genba.sources.connectors.kinds import KINDS
from genba.trail.models import Fact
from genba.understand.feeds import keep_feed, switch
from genba.understand.fetching import fetch, without
from genba.understand.models import Feed, Reading
from genba.understand.tests.factory import make_metric
from genba.understand.tests.feed_factory import ROWS, SECRET, as_json, make_feed, typed
from genba.understand.tests.sources import replaying

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here_is_listed(settings):
    settings.GENBA_OUTGOING_ALLOW = ["127.0.0.1"]


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
    assert browser.get(f"/metrics/{feed.metric_id}/feeds/").status_code == status
    listed = browser.get("/feeds/").content.decode()
    assert (f"/feeds/{feed.pk}/" in listed) == (status == 200)
    for verb in ("test", "fetch", "on", "off", "remove"):
        seen = browser.post(f"/feeds/{feed.pk}/{verb}/").status_code
        assert (seen == 404) == (status == 404)


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


def test_a_source_that_is_off_can_be_removed_and_its_readings_stay(cast, sign_in):
    browser = sign_in(cast.amira)
    with replaying(as_json(ROWS)) as machine:
        feed = make_feed(cast, machine.url())
        fetch(feed)
    switch(feed, is_on=True, by=cast.amira)
    answer = browser.post(f"/feeds/{feed.pk}/remove/", follow=True)
    assert "Switch it off first." in answer.content.decode()
    switch(feed, is_on=False, by=cast.amira)
    assert "Remove this source" in browser.get(f"/feeds/{feed.pk}/").content.decode()
    answer = browser.post(f"/feeds/{feed.pk}/remove/", follow=True)
    assert answer.redirect_chain == [(f"/metrics/{feed.metric_id}/feeds/", 302)]
    assert not Feed.objects.exists()
    assert feed.metric.readings.count() == 2
    told = browser.get(f"/history/understand.metric/{feed.metric_id}/").content.decode()
    assert "removed a source: Web address (JSON or CSV)" in told
    assert browser.post(f"/feeds/{feed.pk}/remove/").status_code == 404


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
