import pytest
from django.db import connection
from django.utils import timezone

from genba.front.full_text import Index
from genba.front.search import INDEXES, parse, search
from genba.improve.models import Card
from genba.listen.models import Report
from genba.people.subjects import all_subjects


def say(cast, text, **more):
    return Report.objects.create(text=text, team=cast.line, received_on=timezone.localdate(), **more)


def card(cast, title, text=""):
    return Card.objects.create(
        board=cast.board, column=cast.board.columns.first(), title=title, text=text, made_by=cast.amira
    )


def titles(person, words, **more):
    return [hit.title for hit in search(person, words, **more)]


def test_words_are_found_whatever_their_case_and_accents_and_the_last_may_be_begun(cast):
    card(cast, "Étiquettes MANQUANTES à la ligne")
    for words in ("etiquettes manquantes", "Étiq", "ligne ETIQUET", "manquantes eti"):
        assert titles(cast.tomas, words) == ["Étiquettes MANQUANTES à la ligne"]
    assert titles(cast.tomas, "etiq manquantes") == []  # only the last word may be begun


def test_a_phrase_in_quotes_is_found_only_as_it_stands(cast):
    card(cast, "Label printer skips")
    card(cast, "Printer label torn")
    assert titles(cast.tomas, '"label printer"') == ["Label printer skips"]
    assert sorted(titles(cast.tomas, "label printer")) == ["Label printer skips", "Printer label torn"]


def test_a_stranger_to_a_report_does_not_find_it(cast):
    say(cast, "Forklift without lights", reporter=cast.tomas)
    if "listen.report" not in {subject.kind for subject in all_subjects()}:
        pytest.skip("listen has not hung in its reports yet")
    for seer in (cast.tomas, cast.amira, cast.quentin):
        assert titles(seer, "forklift") == ["Forklift without lights"]
    for stranger in (cast.wanda, cast.nobody, None):
        assert titles(stranger, "forklift") == []


def test_a_change_is_found_at_once_and_what_is_gone_is_gone(cast):
    changed = card(cast, "Old words")
    changed.title = "Fresh words"
    changed.save()
    assert titles(cast.tomas, "old") == []
    assert titles(cast.tomas, "fresh") == ["Fresh words"]
    changed.delete()
    assert titles(cast.tomas, "fresh") == []


def test_a_frequent_word_does_not_hide_the_little_that_somebody_may_see(cast, monkeypatch):
    monkeypatch.setattr("genba.front.search.WINDOW", 3)
    if "listen.report" not in {subject.kind for subject in all_subjects()}:
        pytest.skip("listen has not hung in its reports yet")
    for _again in range(30):
        say(cast, "the usual noise")
    say(cast, "the noise that I told of", reporter=cast.nobody)
    assert titles(cast.nobody, "noise") == ["the noise that I told of"]


def test_what_was_found_is_marked_and_everything_else_is_escaped(cast):
    card(cast, "Pump", "a <script>alert(1)</script> loud PÚMP & more " + "x " * 200)
    hit = search(cast.tomas, "pump")[0]
    assert hit.marked_title == "<mark>Pump</mark>"
    assert "<mark>PÚMP</mark> &amp; more" in hit.excerpt
    assert "<script>" not in hit.excerpt
    assert len(hit.excerpt) < 400


@pytest.mark.parametrize(
    "words",
    [
        *("", " ", '"', '""', '"""', "*", "a* OR", "NEAR(", "NEAR(a b, 2)", "AND", "NOT x", "col:x", "{a}:"),
        *(
            "^a",
            "-a",
            "😀",
            "\0",
            "a\0b",
            "'",
            "' OR 1=1 --",
            "\\",
            "%",
            "!&|():*<->",
            "(" * 500,
            "x" * 10_240,
        ),
        *("ب" * 300, "\u202eabc", "a" * 150 + " " + "ß" * 100, "²", "ǰ", "x' | 'y':*", "\ufffd"),
    ],
)
def test_whatever_is_typed_is_no_error(cast, words):
    card(cast, "Something")
    assert isinstance(search(cast.tomas, words), list)


def test_not_more_words_than_a_question_has_are_looked_for():
    assert len(parse("word " * 100)) == 8
    assert [word.is_open for word in parse("one two")] == [False, True]
    assert [word.is_open for word in parse('one "two"')] == [False, False]


def test_every_searched_field_of_the_house_is_in_an_index():
    searched = {subject.kind: set(subject.searched) for subject in all_subjects() if subject.searched}
    missing = {
        kind: fields - set(INDEXES[kind].columns if kind in INDEXES else ())
        for kind, fields in searched.items()
    }
    assert {kind: fields for kind, fields in missing.items() if fields} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("index", INDEXES.values(), ids=lambda index: index.table)
def test_every_index_follows_its_table(index: Index):
    """A migration that remakes a table of SQLite drops its triggers: repeat FullText after it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            wanted = {f"{index.name}_{what}" for what in ("added", "gone", "changed")}
        else:
            cursor.execute("SELECT indexname FROM pg_indexes")
            wanted = {index.name}
        assert wanted <= {name for (name,) in cursor.fetchall()}
