"""From the words of somebody anonymous to a copy in the quality system."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from genba.listen import receipt as receipts
from genba.listen import triage
from genba.listen.admission import Copy, NoLongerWaiting, admit
from genba.listen.models import Message, Original, Report
from genba.listen.receipt import in_groups, make_receipt
from genba.listen.tasks import forget_originals
from genba.trail.models import Fact, File

SAID = "Tomas told me at the press: call +49 151 2345678, I am the only one on nights."


@pytest.fixture
def original(cast, tell_us):
    tell_us(SAID, place=cast.station.code)
    return Original.objects.get()


def admission(original, text="A guard at the press is loose.", **more):
    return {"text": text, "kind": "problem", "severity": "", "place": original.place_id or "", **more}


def test_the_words_wait_outside_until_somebody_admits_them(cast, sign_in, original):
    page = sign_in(cast.amira).get("/inbox/").content.decode()
    assert "Said without a name, not yet admitted" in page
    assert f"/originals/{original.pk}/" in page
    assert not Report.objects.exists()
    assert not Fact.objects.exists()


def test_what_may_identify_is_marked_and_left_out_of_the_suggestion(cast, sign_in, original):
    response = sign_in(cast.amira).get(f"/originals/{original.pk}/")
    page = response.content.decode()
    for marked in ("Tomas", "+49 151 2345678", "I am the only"):
        assert f">{marked}<" in page
    suggested = response.context["admit_form"].initial["text"]
    assert suggested == "[name] told me at the press: call [number], [left out] one on nights."


def test_admission_makes_a_copy_and_the_trail_names_nobody(cast, sign_in, original):
    sign_in(cast.amira).post(f"/originals/{original.pk}/admission/", admission(original))
    report = Report.objects.get()
    fact = Fact.objects.get()
    assert (report.text, report.kind, report.team) == ("A guard at the press is loose.", "problem", cast.line)
    assert (report.received_on, report.received_at, report.reporter) == (original.week, None, None)
    assert (fact.name, fact.by_id, fact.data) == ("listen.report_admitted", None, {})


def test_danger_is_admitted_at_once_without_what_may_identify(cast, tell_us, sign_in):
    tell_us(SAID, severity="high", place=cast.station.code, name="Wanda")
    report = Report.objects.get()
    assert report.text.startswith("[name] told me at the press")
    assert (report.reporter_name, report.severity) == ("", "high")
    assert Fact.objects.get().name == "listen.report_admitted"
    assert "danger-rows" in sign_in(cast.amira).get("/inbox/").content.decode()


def test_the_admitted_words_can_be_put_right_and_the_reporter_sees_both(cast, client, sign_in, tell_us):
    receipt = tell_us(SAID, severity="high", place=cast.station.code).context["receipt"]
    report = Report.objects.get()
    sign_in(cast.amira).post(f"/reports/{report.pk}/rewriting/", {"text": "The press lacks its guard."})
    page = client.post("/receipt/", {"receipt": receipt}).content.decode()
    assert SAID in page
    assert "The press lacks its guard." in page
    assert Fact.objects.first().name == "listen.report_rewritten"


def test_a_named_report_cannot_be_rewritten(cast, sign_in, make_report):
    report = make_report("My own words.")
    sign_in(cast.amira).post(f"/reports/{report.pk}/rewriting/", {"text": "Other words."})
    report.refresh_from_db()
    assert report.text == "My own words."


def test_an_imported_report_cannot_be_rewritten(cast, sign_in, make_report):
    report = make_report("As the register says.", reporter=None, import_id=1)
    sign_in(cast.amira).post(f"/reports/{report.pk}/rewriting/", {"text": "Other words."})
    report.refresh_from_db()
    assert report.text == "As the register says."


def test_the_form_leads_to_what_protects_and_what_does_not(cast, client, settings):
    assert 'href="/report/protection/' in client.get("/report/").content.decode()
    settings.GENBA_ORIGINAL_DAYS = 47
    response = client.get("/report/protection/")
    page = response.content.decode()
    assert "What we cannot protect" in page
    assert "<bdi>47</bdi> days after the last word" in page
    assert not response.cookies


def test_an_original_is_read_by_those_who_answer_and_by_nobody_else(cast, client, sign_in, original):
    doors = [f"/originals/{original.pk}/", f"/originals/{original.pk}/photo/"]
    for person in (cast.audrey, cast.elena, cast.wanda, cast.tomas, cast.nobody):
        assert {sign_in(person).get(door).status_code for door in doors} <= {403, 404}
    assert sign_in(cast.quentin).get(doors[0]).status_code == 200
    client.logout()
    assert client.get(doors[0]).status_code == 302


def test_an_empty_copy_is_refused_and_what_was_typed_stays(cast, sign_in, original):
    form = admission(original, text=" ", place="")
    response = sign_in(cast.amira).post(f"/originals/{original.pk}/admission/", form)
    assert response.status_code == 422
    assert "Please leave at least one sentence" in response.content.decode()
    assert not Report.objects.exists()


def test_two_who_admit_at_once_make_one_report(cast, sign_in, original):
    for _ in range(2):
        sign_in(cast.amira).post(f"/originals/{original.pk}/admission/", admission(original))
    assert Report.objects.count() == 1
    with pytest.raises(NoLongerWaiting):
        admit(original, Copy("Again."))


def test_what_is_set_aside_is_answered_and_never_enters(cast, client, sign_in, tell_us):
    receipt = tell_us("Buy our watches.", place=cast.station.code).context["receipt"]
    original = Original.objects.get()
    words = {"words": "This is not about our work."}
    sign_in(cast.amira).post(f"/originals/{original.pk}/setting-aside/", words)
    client.logout()
    assert "This is not about our work." in client.post("/receipt/", {"receipt": receipt}).content.decode()
    assert not Report.objects.exists()
    assert Fact.objects.get().by_id == cast.amira.pk


def test_the_photo_is_admitted_only_where_it_is_ticked(cast, sign_in, tell_us, photo):
    for number, ticked in enumerate([{}, {"with_photo": "on"}]):
        tell_us(f"Look {number}.", place=cast.station.code, photo=photo())
        original = Original.objects.get(state="waiting")
        assert (
            sign_in(cast.amira).get(f"/originals/{original.pk}/photo/").headers["Content-Type"]
            == "image/jpeg"
        )
        sign_in(cast.amira).post(f"/originals/{original.pk}/admission/", admission(original, **ticked))
    assert File.objects.count() == 1


def test_no_table_holds_the_words_until_they_are_admitted(cast, client, tell_us):
    receipt = tell_us("The unmistakable sentence.", name="Unmistakable").context["receipt"]
    client.post("/receipt/words/", {"receipt": receipt, "text": "Unmistakable again."})
    rows = [str(row) for model in apps.get_models() for row in model.objects.values()]
    assert len([turn for turn in Message.objects.all() if turn.words == "Unmistakable again."]) == 1
    assert not [row for row in rows if "nmistakable" in row]


def test_the_conversation_lies_closed_from_both_sides(cast, client, admitted):
    response, report = admitted("The guard is loose.")
    triage.answer(report, words="We look at it today.", by=cast.amira)
    client.post("/receipt/words/", {"receipt": response.context["receipt"], "text": "It is worse now."})
    rows = [str(row) for row in Message.objects.values()]
    assert len(rows) == 2
    assert not [row for row in rows if "today" in row or "worse" in row]
    assert [turn.words for turn in Message.objects.of(report)] == ["We look at it today.", "It is worse now."]


def test_originals_are_forgotten_after_the_last_word_and_the_copy_stays(cast, client, admitted, settings):
    response, report = admitted("The guard is loose.")
    triage.answer(report, words="Fixed.", by=cast.amira)
    long_ago = timezone.localdate() - timedelta(days=settings.GENBA_ORIGINAL_DAYS)
    Original.objects.update(last_week=long_ago + timedelta(days=1))
    forget_originals.func()
    assert Original.objects.exists()
    Original.objects.update(last_week=long_ago)
    forget_originals.func()
    assert not Original.objects.exists()
    assert not Message.objects.exists()
    assert Report.objects.get().text == "The guard is loose."
    assert client.post("/receipt/", {"receipt": response.context["receipt"]}).status_code == 422


def test_what_nobody_has_read_yet_is_never_forgotten(original):
    Original.objects.update(last_week=timezone.localdate() - timedelta(days=4000))
    forget_originals.func()
    assert Original.objects.exists()


def test_unknown_forgotten_and_deleted_receipts_look_alike(cast, client, admitted, tell_us):
    forgotten = admitted("One.")[0].context["receipt"]
    deleted = tell_us("Two.").context["receipt"]
    Original.objects.all().delete()
    unknown = in_groups(make_receipt(client_key="", words=""))
    answers = [(code, client.post("/receipt/", {"receipt": code})) for code in (unknown, forgotten, deleted)]
    assert len({answer.content.decode().replace(code, "") for code, answer in answers}) == 1
    for _code, answer in answers:
        assert "Expires" in answer.headers
        del answer.headers["Expires"]  # the second in which it was answered
    assert len({str(sorted(answer.headers.items())) for _code, answer in answers}) == 1
    assert "We find nothing under this receipt" in answers[0][1].content.decode()


def test_each_of_them_costs_one_run_of_argon2_and_one_question(cast, client, admitted, monkeypatch):
    gone = admitted("One.")[0].context["receipt"]
    Original.objects.all().delete()
    runs = []
    run = receipts.hash_secret_raw
    monkeypatch.setattr(receipts, "hash_secret_raw", lambda **how: runs.append(1) or run(**how))
    for code in (gone, in_groups(make_receipt(client_key="", words=""))):
        with CaptureQueriesContext(connection) as asked:
            client.post("/receipt/", {"receipt": code})
        runs.append(len([question for question in asked if "listen_original" in question["sql"]]))
    assert runs == [1, 1, 1, 1]


def test_with_another_secret_key_triage_cannot_read_and_the_reporter_still_can(
    cast, client, sign_in, tell_us, settings
):
    receipt = tell_us(SAID, place=cast.station.code).context["receipt"]
    settings.SECRET_KEY = "another"
    original = Original.objects.get()
    page = sign_in(cast.quentin).get(f"/originals/{original.pk}/")
    assert page.status_code == 200
    assert "cannot be read any more" in page.content.decode()
    client.logout()
    assert SAID in client.post("/receipt/", {"receipt": receipt}).content.decode()


def test_an_old_secret_key_among_the_fallbacks_still_opens(cast, tell_us, settings):
    tell_us(SAID)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert Original.objects.get().words.text == SAID


def test_a_file_that_is_no_picture_is_refused_with_the_reason(cast, tell_us):
    response = tell_us(photo=SimpleUploadedFile("a.pdf", b"%PDF-1.7 by Tomas", "application/pdf"))
    assert response.status_code == 422
    assert "id_photo_error" in response.content.decode()
    assert not Original.objects.exists()
