"""How often fields are asked, answered and read: weeks and numbers, nothing about anybody."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from genba.improve.models import Card
from genba.listen.intake import Said, receive
from genba.listen.models import Original, Report
from genba.work.asking.counting import count_asked_fields
from genba.work.asking.reading import LONGEST, TOGETHER, Gathering, gathered
from genba.work.models import FieldCount, ShadowTool
from genba.work.shadow.adding import add_tool
from genba.work.tests.factory import make_procedure

THIS_WEEK = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
LAST_WEEK = THIS_WEEK - timedelta(weeks=1)


@pytest.fixture(autouse=True)
def nothing_gathered():
    gathered.forget()
    yield
    gathered.forget()


def count_of(code):
    return FieldCount.objects.filter(field=code, week=LAST_WEEK).values_list("asked", "answered").first()


# Counting


def test_what_was_asked_and_answered_is_counted_when_the_week_is_over(cast):
    for severity in ("high", "low", "", ""):
        card = Card.objects.create(
            board=cast.board, column=cast.board.columns.first(), title="x", kind="idea", severity=severity
        )
        Card.objects.filter(pk=card.pk).update(created_at=_in(LAST_WEEK))
    Card.objects.create(board=cast.board, column=cast.board.columns.first(), title="now", kind="idea")
    count_asked_fields.call()
    count_asked_fields.call()
    assert count_of("improve.card.severity") == (4, 2)
    assert count_of("improve.card.text") == (4, 0)
    assert not FieldCount.objects.filter(week=THIS_WEEK).exists()


def test_steps_are_counted_when_they_come_into_force(cast):
    version = make_procedure(cast).in_force
    type(version).objects.update(in_force_at=_in(LAST_WEEK))
    count_asked_fields.call()
    assert count_of("work.step.why") == (5, 1)
    assert count_of("work.step.minutes") == (5, 1)


def test_shadow_tools_and_notes_are_counted(cast):
    tool = add_tool(sentence="A chat", by=cast.tomas, kind="chat", teams=[cast.line])
    ShadowTool.objects.filter(pk=tool.pk).update(added_on=LAST_WEEK)
    count_asked_fields.call()
    assert count_of("work.shadow.kind") == (1, 1)
    assert count_of("work.shadow.teams") == (1, 1)
    assert count_of("work.shadow.lacks") == (1, 0)


# Nobody can be found out


def send(cast, number, **more):
    return receive(Said(text=f"Something {number}", **more), client_key=f"key-{number}-0123456789")


def test_a_report_without_a_name_changes_no_count_before_its_week_is_over(cast, client):
    for number in range(6):
        send(cast, number, kind="idea")
    before = list(FieldCount.objects.values())
    count_asked_fields.call()
    client.post("/report/", {"text": "Seven", "kind": "idea"})
    gathered.write()
    count_asked_fields.call()
    assert list(FieldCount.objects.filter(field__startswith="listen.").values()) == before == []


def test_few_reports_are_not_counted_alone_but_together_with_later_ones(cast):
    for number in range(4):
        send(cast, number, kind="idea" if number else "")
    Original.objects.update(week=LAST_WEEK)
    count_asked_fields.call()
    assert not FieldCount.objects.filter(field__startswith="listen.report").exists()
    send(cast, 9)
    Original.objects.filter(week=THIS_WEEK).update(week=LAST_WEEK - timedelta(weeks=2))
    count_asked_fields.call()
    assert count_of("listen.report.kind") == (5, 3)


def test_the_counts_hold_nothing_but_weeks_and_numbers(cast):
    """No person, no moment, no key of a report; and the rows are the same in whatever order reports came."""
    assert {field.name for field in FieldCount._meta.get_fields()} == {
        "id", "field", "week", "asked", "answered", "read", "is_counted",
    }  # fmt: skip
    rows = []
    for order in (range(6), reversed(range(6))):
        Original.objects.all().delete()
        FieldCount.objects.all().delete()
        for number in order:
            send(cast, number, kind="idea" if number % 2 else "")
        Original.objects.update(week=LAST_WEEK)
        count_asked_fields.call()
        found = FieldCount.objects.filter(field__startswith="listen.").order_by("field")
        rows.append(list(found.values("field", "week", "asked", "answered", "read")))
    assert rows[0] == rows[1] != []


def test_an_admitted_report_is_counted_once(cast):
    """A danger is admitted at once, so it lies there twice: as it came, and as a copy."""
    for number in range(5):
        send(cast, number, severity="high", place=cast.station)
    assert Report.objects.count() == 5
    Original.objects.update(week=LAST_WEEK)
    Report.objects.update(received_on=LAST_WEEK)
    count_asked_fields.call()
    assert count_of("listen.report.severity") == (5, 5)


def test_the_sender_reading_the_thread_by_receipt_is_no_read(cast, client):
    received = send(cast, 1, severity="high")
    client.post("/receipt/", {"receipt": received.receipt})
    gathered.write()
    assert not FieldCount.objects.exists()


# Reads


def test_a_read_is_a_page_opened_by_somebody_else_than_its_writer(cast, sign_in):
    report = receive(Said(text="Loose", kind="problem", place=cast.station), by=cast.tomas).record
    address = reverse("listen:detail", args=[report.pk])
    sign_in(cast.tomas).get(address)
    gathered.write()
    assert not FieldCount.objects.exists()
    sign_in(cast.amira).get(address)
    assert dict(FieldCount.objects.values_list("field", "read")) == {
        "listen.report.kind": 1,
        "listen.report.place": 1,
    }


@pytest.mark.parametrize("what", ["card", "tool", "procedure"])
def test_cards_tools_and_procedures_are_read_too(cast, sign_in, what):
    if what == "card":
        made = Card.objects.create(
            board=cast.board,
            column=cast.board.columns.first(),
            title="x",
            kind="idea",
            text="y",
            made_by=cast.amira,
        )
        address, code = reverse("improve:card", args=[made.pk]), "improve.card.text"
    elif what == "tool":
        tool = add_tool(sentence="A chat", by=cast.amira, kind="chat")
        address, code = reverse("work:shadow_tool", args=[tool.pk]), "work.shadow.kind"
    else:
        address = reverse("work:procedure", args=[make_procedure(cast).pk])
        code = "work.step.how_well"
    sign_in(cast.amira).get(address)
    assert not FieldCount.objects.exists()
    sign_in(cast.wanda).get(address)
    assert FieldCount.objects.get(field=code).read == 1


def test_reads_are_gathered_and_written_together():
    found = Gathering()
    with patch.object(FieldCount, "add_reads") as write:
        found.add(["a"], week=LAST_WEEK)
        for _again in range(TOGETHER - 1):
            found.add(["a"], week=LAST_WEEK)
        assert write.call_count == 1  # the first at once
        found.add(["a"], week=LAST_WEEK)
        assert write.call_count == 2
        assert write.call_args.args[0].total() == TOGETHER
        with patch("time.monotonic", return_value=found._since + LONGEST + 1):
            found.add(["a"], week=LAST_WEEK)
        assert write.call_count == 3


def test_a_database_that_cannot_write_costs_no_page_and_loses_no_read(cast, sign_in):
    tool = add_tool(sentence="A chat", by=cast.amira, kind="chat")
    with patch.object(FieldCount, "add_reads", side_effect=DatabaseError):
        assert sign_in(cast.wanda).get(reverse("work:shadow_tool", args=[tool.pk])).status_code == 200
    gathered.write()
    assert FieldCount.objects.get(field="work.shadow.kind").read == 1


@pytest.mark.django_db
def test_two_processes_add_to_the_same_count():
    for _process in range(2):
        FieldCount.add_reads({("a", LAST_WEEK): 2, ("b", LAST_WEEK): 1})
    FieldCount.add_reads({})
    assert list(FieldCount.objects.order_by("field").values_list("field", "read")) == [("a", 4), ("b", 2)]


def test_the_count_needs_no_more_than_one_statement(django_assert_num_queries, db):
    with django_assert_num_queries(1):
        FieldCount.add_reads({(code, LAST_WEEK): 1 for code in "abcdef"})


def _in(week) -> datetime:
    return timezone.make_aware(datetime.combine(week + timedelta(days=2), datetime.min.time()))
