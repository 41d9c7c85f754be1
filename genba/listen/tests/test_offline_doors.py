"""What the report form on a phone talks to: its worker, its manifest, answers for scripts; whose it is."""

import json
import re

import pytest
from django.contrib.staticfiles import finders

from genba.listen.models import Original, Report
from genba.listen.tests.solving import solution

WORDS = "The guard at the press is loose."
DATA = {"Accept": "application/json"}


def send(client, **more):
    return client.post("/report/", {"text": WORDS, "idempotency_key": "a" * 32, **more}, headers=DATA)


def kept_by_the_worker(client):
    source = client.get("/report/service-worker.js").content.decode()
    return json.loads(re.search(r"kept: (.*) };", source)[1])


def test_the_worker_may_look_after_both_pages_and_is_asked_for_anew_each_time(cast, client):
    answer = client.get("/report/service-worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.cookies.output() == ""


def test_the_worker_keeps_exactly_the_files_that_its_pages_name(cast, client, settings):
    settings.GENBA_PROOF_OF_WORK = True
    kept = kept_by_the_worker(client)
    pages = [client.get(page).content.decode() for page in kept["pages"]]
    named = {file for page in pages for file in re.findall(r'"(/static/[^"]+)"', page)}
    imported = {f"/static/ui/js/{name}.js" for name in ("toast", "form", "draft")}
    assert set(kept["files"]) == named | imported | {"/static/listen/solving.js", "/static/listen/swap.js"}
    assert all(finders.find(file.removeprefix("/static/")) for file in kept["files"])


def test_the_version_of_the_worker_follows_its_files(cast, client, monkeypatch):
    before = kept_by_the_worker(client)["version"]
    assert kept_by_the_worker(client)["version"] == before
    monkeypatch.setattr("genba.listen.views.offline.static", lambda name: f"/static/{name}?other")
    assert kept_by_the_worker(client)["version"] != before


def test_the_manifest_names_the_organisation_and_speaks_the_language(cast, client):
    plain = client.get("/report/manifest.webmanifest")
    arabic = client.get("/report/manifest.webmanifest?lang=ar").json()
    assert plain.headers["Content-Type"] == "application/manifest+json"
    assert (plain.json()["name"], plain.json()["start_url"]) == ("Riverside", "/report/")
    assert (arabic["dir"], arabic["start_url"]) == ("rtl", "/report/?lang=ar")
    assert {icon["purpose"] for icon in arabic["icons"]} == {"any", "maskable"}
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in arabic["icons"])
    odd = client.get('/report/manifest.webmanifest?lang="><script>').json()
    assert odd["start_url"] == "/report/"


def test_the_form_says_how_many_wait_in_every_plural_form(cast, client):
    page = client.get("/report/").content.decode()
    for form in ("zero", "one", "two", "few", "many", "other"):
        assert f'data-{form}="# waiting"' in page


# Answers for scripts


def test_a_script_is_answered_with_the_receipt_and_twice_with_the_same(cast, client):
    first, second = send(client), send(client)
    assert first.status_code == 200
    assert first.json() == second.json()
    assert len(first.json()["receipt"].replace("-", "")) == 17
    assert first.json()["page"] == ""
    assert "no-store" in first.headers["Cache-Control"]


def test_a_script_is_told_the_address_of_a_named_report(cast, sign_in):
    answer = send(sign_in(cast.tomas), sender=str(cast.tomas.pk)).json()
    assert answer == {"receipt": "", "page": f"/reports/{Report.objects.get().pk}/"}


def test_a_script_is_told_in_sentences_what_is_wrong(cast, client):
    answer = send(client, text="x" * 10_001, kind="gossip")
    assert answer.status_code == 422
    assert len(answer.json()["sentences"]) == 2
    assert "10,001 characters long" in answer.json()["sentences"][0]
    assert answer.json()["again"] is False


def test_a_script_is_told_when_only_the_sum_was_wrong(cast, client, settings):
    settings.GENBA_PROOF_OF_WORK = True
    used = solution()
    assert send(client, altcha=used).status_code == 200
    refused = send(client, altcha=used)
    assert (refused.status_code, refused.json()["again"]) == (422, True)


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*", ""])
def test_a_browser_gets_a_page(cast, client, accept):
    answer = client.post("/report/", {"text": WORDS}, headers={"Accept": accept})
    assert "data-taken" in answer.content.decode()


# Whose report it is


def test_what_was_written_without_a_sign_in_stays_without_a_name(cast, sign_in):
    answer = send(sign_in(cast.tomas), sender="nobody", name="Somebody")
    assert answer.json()["receipt"]
    assert not Report.objects.exists()
    assert Original.objects.count() == 1


def test_what_one_person_wrote_is_never_sent_by_another(cast, sign_in):
    client = sign_in(cast.wanda)
    answer = client.post("/report/", {"text": WORDS, "sender": str(cast.tomas.pk)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else has signed in" in page
    assert WORDS in page
    assert f'name="sender" value="{cast.wanda.pk}"' in page
    assert not Report.objects.exists()


def test_after_a_sign_in_ended_the_next_attempt_goes_without_a_name(cast, client):
    refused = client.post("/report/", {"text": WORDS, "sender": str(cast.tomas.pk)})
    assert "Your sign-in has ended" in refused.content.decode()
    assert 'name="sender" value="nobody"' in refused.content.decode()
    assert send(client, sender="nobody").json()["receipt"]
