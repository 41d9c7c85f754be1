import pytest
from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from genba.trail import reactions
from genba.trail.kinds import declare
from genba.trail.models import Fact, Link
from genba.trail.record import OutsideTransactionError, Telling, record, record_many

PAINTED = declare("trail.test_painted", _("painted it {colour}"))
DRIED = declare("trail.test_dried", _("waited {after}"), {"after": {"l": "long"}.get})


def test_a_fact_says_what_happened_to_what_and_by_whom(cast):
    fact = record(PAINTED, cast.line, by=cast.amira, colour="green")
    assert (fact.subject_kind, fact.subject_id, fact.by_id) == (
        "people.team",
        str(cast.line.pk),
        cast.amira.pk,
    )
    assert fact.sentence == "painted it green"


def test_a_code_in_a_fact_is_read_as_its_word(cast):
    assert record(DRIED, cast.line, after="l").sentence == "waited long"
    assert record(DRIED, cast.line).sentence == "waited …"


@pytest.mark.parametrize("verb", ["UPDATE trail_fact SET name = 'x'", "DELETE FROM trail_fact"])
def test_the_database_refuses_to_change_or_delete_a_fact(cast, verb):
    fact = record(PAINTED, cast.line)
    with pytest.raises(DatabaseError, match="cannot be changed or deleted"), transaction.atomic():
        _run(verb)
    assert Fact.objects.get(pk=fact.pk).name == PAINTED.name


def _run(sql):
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(sql)


def test_a_fact_outside_a_transaction_is_refused(cast, monkeypatch):
    with monkeypatch.context() as outside:
        outside.setattr(transaction.get_connection(), "in_atomic_block", False)
        with pytest.raises(OutsideTransactionError):
            record(PAINTED, cast.line)


def test_a_change_that_fails_takes_its_fact_with_it(cast):
    def change():
        with transaction.atomic():
            record(PAINTED, cast.line)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    assert not Fact.objects.filter(name=PAINTED.name).exists()


def test_a_reaction_runs_in_the_worker_not_in_the_request(cast, work_off, monkeypatch):
    heard = []
    monkeypatch.setitem(reactions._reactions, PAINTED.name, {heard.append: lambda _fact: True})
    fact = record(PAINTED, cast.line)
    assert heard == []
    work_off()
    assert heard == [fact]


def test_a_reaction_that_fails_is_tried_again_later(cast, work_off, monkeypatch):
    tries = []

    def stumble(fact):
        tries.append(fact)
        raise RuntimeError

    monkeypatch.setitem(reactions._reactions, PAINTED.name, {stumble: lambda _fact: True})
    record(PAINTED, cast.line)
    assert work_off() == 1
    assert len(tries) == 1


def test_the_same_link_twice_is_one_link(cast):
    for _again in range(2):
        Link.objects.tie(cast.line, cast.station, meaning="looks after")
    assert Link.objects.touching(cast.station).count() == 1


def test_many_facts_are_told_in_order_and_nothing_reacts(cast, work_off, monkeypatch):
    heard = []
    monkeypatch.setitem(reactions._reactions, PAINTED.name, {heard.append: lambda _fact: True})
    record_many(
        Telling(PAINTED, cast.line, by=cast.amira, data={"colour": colour}) for colour in ("red", "blue")
    )
    work_off()
    assert [fact.data["colour"] for fact in Fact.objects.about(cast.line)] == ["blue", "red"]
    assert heard == []
