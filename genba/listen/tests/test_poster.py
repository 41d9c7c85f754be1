"""The poster of a place."""

import io

import pytest
from django.utils import translation
from pypdf import PdfReader

from genba.listen.poster import address_of, poster_of
from genba.people.models import Place


def text_of(pdf):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_poster_is_one_page_with_the_place_and_the_address(cast, sign_in, settings):
    settings.GENBA_ADDRESS = "https://genba.example"
    response = sign_in(cast.tomas).get(f"/places/{cast.station.code}/poster.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    assert len(PdfReader(io.BytesIO(response.content)).pages) == 1
    text = text_of(response.content)
    assert "Station 7" in text
    assert f"https://genba.example/report/?place={cast.station.code}" in text.replace("\n", "")
    assert "Nobody here is punished" in text


def test_the_code_on_the_poster_prefills_the_place(cast, client):
    path = address_of(cast.station).split("/", 3)[3]
    assert f'value="{cast.station.code}" selected' in client.get(f"/{path}").content.decode()


@pytest.mark.parametrize(
    "name",
    [
        '#panic("x")',
        "*bold* _it_ $x$ @ref <label> \\ #{1+1}",
        "الورشة الرابعة",
        "站台 7 🦺",
        "x" * 120,
        "a\u202eb",
        "]]))",
        "Wort " * 23,
    ],
)
def test_hostile_and_foreign_names_stay_text_on_one_page(cast, name):
    place = Place.objects.create(site=cast.site, team=cast.line, name=name[:120])
    assert len(PdfReader(io.BytesIO(poster_of(place))).pages) == 1


@pytest.mark.parametrize(
    ("promise", "shown"), [("We promise. " * 160, "We promise. We promise."), ("word " * 400, "word…")]
)
def test_a_long_promise_is_cut_where_a_sentence_ends(cast, promise, shown):
    cast.organisation.promise = promise
    cast.organisation.save()
    pdf = poster_of(cast.station)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert shown in text_of(pdf).replace("\n", " ")


A4_WIDTH = 595  # points


def where_begins(pdf, words):
    """How far from the left edge, in points."""
    found = []
    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(
        visitor_text=lambda text, place, *_rest: found.append((text, place[4]))
    )
    return next(x for text, x in found if words in text)


def test_an_english_promise_on_an_arabic_poster_begins_at_the_left(cast):
    cast.organisation.promise = "Nobody is punished."
    cast.organisation.save()
    with translation.override("ar"):
        pdf = poster_of(cast.station)
    assert where_begins(pdf, "Nobody") < A4_WIDTH / 4


def test_a_german_poster_speaks_german_on_one_page(cast):
    with translation.override("de"):
        pages = PdfReader(io.BytesIO(poster_of(cast.station))).pages
    assert len(pages) == 1
    assert "Stimmt etwas nicht?" in pages[0].extract_text()


def test_a_promise_nobody_signed_shows_no_name(cast):
    cast.organisation.promise_on = None
    cast.organisation.save()
    assert "Elena" not in text_of(poster_of(cast.station))


def test_a_stranger_is_asked_to_sign_in_and_no_place_is_not_found(cast, client, sign_in):
    assert client.get(f"/places/{cast.station.code}/poster.pdf").status_code == 302
    assert sign_in(cast.tomas).get("/places/nowhere/poster.pdf").status_code == 404
