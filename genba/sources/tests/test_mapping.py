"""Columns find their fields by name and by content, and a person can correct it."""

import pytest

from genba.sources.mapping import guess_mapping, missing_fields, samples, valid_mapping
from genba.sources.reading import read_table
from genba.sources.values import FieldSpec

FIELDS = [
    FieldSpec("external_id", "Number", kind="id", synonyms=("id", "no", "nummer", "nr", "issue id")),
    FieldSpec("title", "Title", required=True, synonyms=("summary", "betreff", "titel", "título", "objet")),
    FieldSpec(
        "text", "Description", kind="long_text", synonyms=("beschreibung", "description", "descripción")
    ),
    FieldSpec("created", "Created", kind="datetime", synonyms=("date", "datum", "erstellt", "fecha")),
    FieldSpec("email", "E-mail", kind="email", synonyms=("mail", "address")),
    FieldSpec(
        "severity",
        "How bad",
        kind="choice",
        synonyms=("priority", "priorität"),
        choices={"low": ("niedrig",), "high": ("hoch",)},
    ),
]


def guessed(text: str) -> dict[str, str]:
    return guess_mapping(read_table(text.encode()), FIELDS)


def test_names_are_recognised_in_any_language_and_spelling():
    assert guessed("NUMMER;Betreff;Priorität;erstellt am\n7;x;hoch;1.2.2021\n8;y;niedrig;2.2.2021\n") == {
        "NUMMER": "external_id",
        "Betreff": "title",
        "Priorität": "severity",
        "erstellt am": "created",
    }


def test_a_name_alone_does_not_make_words_a_date():
    assert "created" not in guessed("Nr,Betreff,Date\n1,x,soon\n2,y,never\n").values()


def test_a_number_that_repeats_is_no_id():
    assert "external_id" not in guessed("No,Titel\n1,a\n1,b\n1,c\n2,d\n").values()


def test_contents_speak_where_names_do_not():
    assert guessed("Who,What\nann@x.org,a\nbo@x.org,b\n")["Who"] == "email"


def test_words_that_could_be_anything_are_not_taken_for_people():
    owner = FieldSpec("owner", "Owner", kind="person", synonyms=("verantwortlich",))
    table = read_table(b"Titel;Art\na;Problem\nb;Sonstiges\n")
    assert guess_mapping(table, [*FIELDS, owner]) == {"Titel": "title"}


def test_each_field_is_filled_once():
    mapping = guessed("Titel,Titel,Summary\na,b,c\nd,e,f\n")
    assert list(mapping.values()) == ["title"]


def test_a_correction_keeps_only_what_fits():
    wanted = {"A": "title", "B": "title", "C": "no_such_field", "gone": "text"}
    assert valid_mapping(wanted, ["A", "B", "C"], FIELDS) == {"A": "title"}
    assert [field.name for field in missing_fields({"A": "text"}, FIELDS)] == ["title"]


def test_samples_are_few_different_and_not_empty():
    table = read_table(b"A,B\nx,\nx,1\ny,2\nz,3\nw,4\n")
    assert samples(table) == {"A": ["x", "y", "z"], "B": ["1", "2", "3"]}


@pytest.mark.parametrize("text", ["A,B\n", "A\n"])
def test_a_table_without_rows_can_be_mapped_by_its_names(text: str):
    assert guess_mapping(read_table(text.encode()), FIELDS) == {}
