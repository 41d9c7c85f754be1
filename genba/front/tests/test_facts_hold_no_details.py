"""A fact can never be changed, so none may hold what a person could want erased."""

import ast
import re
from pathlib import Path

import pytest

from genba.front import demo
from genba.people.models import Person
from genba.trail.kinds import all_kinds
from genba.trail.models import Fact

HOUSE = Path(__file__).resolve().parents[2]
WORDS = re.compile(r"name|mail|text|title|phone|address|said|note$")


def keys_in_the_code():
    """The keys under which any room writes something into a fact, with the place."""
    for path in HOUSE.rglob("*.py"):
        if {"tests", "migrations"} & set(path.parts):
            continue
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record":
                for keyword in call.keywords:
                    if keyword.arg not in (None, "by", "at"):
                        yield keyword.arg, f"{path.relative_to(HOUSE)}: {ast.unparse(keyword.value)}"


@pytest.mark.once
def test_no_room_writes_names_or_words_into_a_fact():
    found = list(keys_in_the_code())
    assert len(found) > 30
    wrong = [f"{key} in {where}" for key, where in found if WORDS.search(key) and key != "printed_names_stay"]
    assert wrong == []
    values = [where for _key, where in found if re.search(r"\.(name|email|text|title)\b", where)]
    assert values == []


@pytest.mark.once
def test_no_sentence_of_a_fact_has_a_place_for_a_name():
    places = {place for kind in all_kinds() for place in re.findall(r"\{(\w+)\}", str(kind.sentence))}
    assert {place for place in places if WORDS.search(place)} == set()


@pytest.mark.slow
@pytest.mark.django_db
def test_the_facts_of_the_demonstration_name_nobody():
    demo.load()
    people = list(Person.objects.values_list("name", "email"))
    pieces = {part.lower() for name, email in people for part in (*name.split(), email) if len(part) > 2}
    told = [
        f"{fact.name}: {fact.data}"
        for fact in Fact.objects.iterator()
        for word in re.findall(r"[\w@.-]+", str(list(fact.data.values())).lower())
        if word in pieces or "@" in word
    ]
    assert Fact.objects.count() > 1000
    assert len(pieces) > 80
    assert told == []
