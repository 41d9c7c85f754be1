"""The form of one sentence, through its door."""

import re
from datetime import date
from urllib.parse import quote_from_bytes

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from genba.listen.intake import Said, receive
from genba.listen.models import Original, Report
from genba.listen.models.original import Words
from genba.trail.models import Fact, File

SENTENCE = "The guard at the press is loose."


def page_of(response):
    return response.content.decode()


def receipt_on(response):
    return "".join(re.findall(r"<span>([0-9A-Z]{1,4})</span>", page_of(response)))


def test_one_sentence_without_a_sign_in_is_enough(cast, tell_us):
    response = tell_us()
    assert response.status_code == 200
    assert len(receipt_on(response)) == 17
    original = Original.objects.get()
    assert (original.words.text, original.state) == (SENTENCE, "waiting")
    assert not Report.objects.exists()


def test_the_promise_stands_above_with_name_role_and_date(cast, client):
    page = page_of(client.get("/report/"))
    promise = page.index("Nobody here is punished")
    assert promise < page.index("<textarea")
    assert "Elena Voss" in page
    assert "Chief executive" in page
    assert f'datetime="{cast.organisation.promise_on:%Y-%m-%d}"' in page


def test_an_unsigned_promise_says_that_it_is_a_draft(cast, client):
    cast.organisation.promise_on = None
    cast.organisation.save()
    assert "has not signed it yet" in page_of(client.get("/report/"))


def test_only_the_sentence_is_asked_for(cast, client):
    page = page_of(client.get("/report/"))
    assert page.count("<textarea") == 1
    assert re.findall(r"<(?:input|textarea|select)[^>]*\brequired\b[^>]*>", page)[0].startswith("<textarea")
    assert len(re.findall(r"<(?:input|textarea|select)[^>]*\brequired\b", page)) == 1


def test_the_poster_prefills_the_place_and_the_place_routes_the_report(cast, client, tell_us):
    page = page_of(client.get(f"/report/?place={cast.station.code}"))
    assert f'<option value="{cast.station.code}" selected>Station 7</option>' in page
    tell_us(place=cast.station.code)
    assert (Original.objects.get().place, Original.objects.get().team) == (cast.station, cast.line)


@pytest.mark.parametrize("code", ["gone", "<script>", "\0", "9" * 5000, "🦺", "\u202eabc"])
def test_an_unknown_place_on_a_poster_is_said_and_nothing_breaks(cast, client, code):
    response = client.get("/report/", {"place": code})
    assert response.status_code == 200
    assert "do not know the place" in page_of(response)


def test_everything_optional_is_kept(cast, tell_us):
    tell_us(kind="near_miss", severity="low", name="Tomas from nights")
    original = Original.objects.get()
    assert (original.kind, original.severity, original.words.name) == (
        "near_miss",
        "low",
        "Tomas from nights",
    )


def test_somebody_signed_in_reports_under_their_name(cast, sign_in):
    response = sign_in(cast.tomas).post("/report/", {"text": SENTENCE, "sender": "person"})
    report = Report.objects.get()
    assert (report.reporter, report.team) == (cast.tomas, cast.line)
    assert report.received_at is not None
    assert not Original.objects.exists()
    assert f"/reports/{report.pk}/" in page_of(response)
    assert Fact.objects.about(report).get().by_id == cast.tomas.pk


def test_somebody_signed_in_can_stay_anonymous(cast, sign_in):
    response = sign_in(cast.tomas).post("/report/", {"text": SENTENCE, "sender": "person", "anonymous": "on"})
    assert len(receipt_on(response)) == 17
    assert (Original.objects.get().team, Original.objects.get().language) == (None, "")
    assert not Report.objects.exists()
    assert not Fact.objects.exists()


def test_a_sign_in_that_ran_out_keeps_the_words_and_sends_nothing(cast, tell_us):
    response = tell_us(sender="person")
    assert response.status_code == 422
    assert "Your sign-in has ended" in page_of(response)
    assert SENTENCE in page_of(response)
    assert not Report.objects.exists()


def test_the_form_of_another_site_is_refused_and_its_words_are_shown(cast, client):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        response = client.post("/report/", {"text": SENTENCE}, headers=headers)
        assert response.status_code == 403
        assert SENTENCE in page_of(response)
    assert not Report.objects.exists()


def test_our_own_form_is_taken_with_every_header_a_browser_sends(cast, client):
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
    assert client.post("/report/", {"text": SENTENCE}, headers=headers).status_code == 200


# What goes wrong


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Please say in one sentence"),
        ("   \n\t ", "Please say in one sentence"),
        ("x" * 10_001, "10,001 characters long, and 10,000 fit"),
        ("x" * 1_000_000, "1,000,000 characters long"),
        ("The\0 guard", "nobody can see"),
        (b"caf\xe9 r\xe9ception", "arrived damaged"),
    ],
)
def test_words_that_cannot_be_kept_are_said_at_the_field_and_stay(cast, client, text, sentence):
    body = "text=" + quote_from_bytes(text if isinstance(text, bytes) else text.encode())
    response = client.post("/report/", body, content_type="application/x-www-form-urlencoded")
    page = page_of(response)
    assert response.status_code == 422
    assert sentence in page.split('id="id_text_error"')[1].split("</div>")[0]
    kept = re.search(r"<textarea[^>]*>\s?(.*?)</textarea>", page, re.DOTALL).group(1)
    typed = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    assert kept.strip() == typed.replace("\0", "").strip()
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "الحارس مفكوك",
        "Guard 🦺 loose",
        "a\u202eb",
        "'; DROP TABLE x; --",
        "x" * 10_000,
    ],
)
def test_odd_words_are_kept_as_they_are_and_stay_text(cast, tell_us, sign_in, text):
    assert tell_us(text).status_code == 200
    original = Original.objects.get()
    assert original.words.text == text
    page = page_of(sign_in(cast.quentin).get(f"/originals/{original.pk}/"))
    assert escape(text) in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("field", "value"), [("place", "nowhere"), ("kind", "gossip"), ("severity", "extreme")]
)
def test_a_wrong_choice_is_said_at_its_field_and_the_words_stay(cast, tell_us, field, value):
    response = tell_us(**{field: value})
    assert response.status_code == 422
    assert "We do not know this one" in page_of(response).split(f"id_{field}_error")[-1]
    assert SENTENCE in page_of(response)
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (SimpleUploadedFile("notes.txt", b"hello", "text/plain"), "Only pictures are taken"),
        (
            SimpleUploadedFile("plan.pdf", b"%PDF-1.7\n%%EOF", "application/pdf"),
            "the name of whoever made them",
        ),
        (SimpleUploadedFile("evil.jpg", b"<svg onload=alert(1)>", "image/jpeg"), "a photo or a screenshot"),
        (SimpleUploadedFile("empty.jpg", b"", "image/jpeg"), "half sent"),
        (SimpleUploadedFile("half.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"), "damaged"),
    ],
)
def test_a_photo_that_is_none_is_said_at_its_field_and_nothing_is_stored(cast, tell_us, upload, sentence):
    response = tell_us(photo=upload)
    assert response.status_code == 422
    assert sentence in page_of(response).split("id_photo_error")[-1]
    assert SENTENCE in page_of(response)
    assert not Report.objects.exists()
    assert not File.objects.exists()


def test_a_photo_cut_off_half_way_is_refused(cast, tell_us, photo):
    whole = photo(size=(800, 600)).read()
    response = tell_us(photo=SimpleUploadedFile("p.jpg", whole[: len(whole) // 2], "image/jpeg"))
    assert response.status_code == 422
    assert not Report.objects.exists()


def test_a_photo_that_is_too_large_is_refused_in_words(cast, tell_us, photo, settings):
    settings.GENBA_UPLOAD_BYTES = 100
    response = tell_us(photo=photo())
    assert "too large" in page_of(response)
    assert not Report.objects.exists()


def test_a_photo_touches_no_disk_on_its_way(cast, client, monkeypatch):
    def refuse(*_given, **_more):
        raise AssertionError

    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", refuse)
    large = SimpleUploadedFile("p.jpg", b"\xff\xd8\xff" + b"x" * 5_000_000, "image/jpeg")
    for path in ("/report/", "/receipt/", "/receipt/words/"):
        large.seek(0)
        assert client.post(path, {"text": SENTENCE, "photo": large}).status_code == 422


def test_a_body_beyond_all_measure_or_cut_off_gets_a_sentence(cast, client):
    huge = client.post("/report/", {"text": "x" * 3_000_000})
    half = client.post(
        "/report/", data=b"--b\r\nContent-Dispo", content_type="multipart/form-data; boundary=b"
    )
    none = client.post("/report/", data=b"text=a", content_type="multipart/form-data")
    assert (huge.status_code, none.status_code) == (413, 413)
    assert "too large, or it was cut off" in page_of(huge)
    assert half.status_code == 422


def test_without_javascript_the_form_is_a_plain_form(cast, client):
    page = page_of(client.get("/report/"))
    assert '<form class="panel stack report-form" method="post" enctype="multipart/form-data"' in page
    assert re.search(r'name="idempotency_key" value="[0-9a-f]{32}"', page)
    assert not re.search(r"\son\w+=|style=|<script(?![^>]*\bsrc=)", page)


@pytest.mark.parametrize("key", ["", "\0", "x" * 5000, "🦺", "<script>", "\u202e"])
def test_an_odd_key_of_the_page_never_stands_in_the_way(cast, tell_us, key):
    assert tell_us(idempotency_key=key).status_code == 200
    assert tell_us(idempotency_key=key).status_code == 200
    assert Original.objects.count() == (1 if key else 2)


@pytest.mark.parametrize("name", ["a\0b", "x" * 121, "caf\ufffd"])
def test_a_name_that_cannot_be_kept_is_said_at_its_field(cast, tell_us, name):
    response = tell_us(name=name)
    assert response.status_code == 422
    assert "id_name_error" in page_of(response)
    assert SENTENCE in page_of(response)


def test_intake_itself_keeps_no_character_that_a_database_refuses(cast):
    received = receive(Said(text="a\0b", name="c\0d"))
    assert received.record.words == Words("ab", "cd")


# Said twice, kept once


def test_what_is_sent_twice_is_stored_once_and_shows_the_same_receipt(cast, tell_us):
    first, second = tell_us(), tell_us()
    assert receipt_on(first) == receipt_on(second)
    assert Original.objects.count() == 1
    assert "we kept it once" in page_of(second)


def test_other_words_from_the_same_page_are_another_report(cast, tell_us):
    assert receipt_on(tell_us("One.")) != receipt_on(tell_us("Two."))
    assert Original.objects.count() == 2


def test_a_named_report_sent_twice_is_stored_once(cast, sign_in):
    client, form = sign_in(cast.tomas), {"text": SENTENCE, "idempotency_key": "k"}
    client.post("/report/", form)
    client.post("/report/", form)
    sign_in(cast.wanda).post("/report/", form)
    assert [report.reporter for report in Report.objects.order_by("received_at")] == [cast.tomas, cast.wanda]


def test_a_signed_in_report_counts_its_day(cast, sign_in):
    sign_in(cast.nobody).post("/report/", {"text": SENTENCE})
    report = Report.objects.get()
    assert isinstance(report.received_on, date)
    assert report.team is None
