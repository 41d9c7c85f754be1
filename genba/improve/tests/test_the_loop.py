"""The whole way of a report, through the doors: said, worked on, done, looked at, reopened, helped."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.improve.checking import bring_back_what_is_due
from genba.improve.models import Card, EffectivenessCheck
from genba.listen.models import Report
from genba.trail.models import Fact

DONE = {"what": "Loose labels a week", "away": "30", "words": "We changed the glue.", "said": ""}


@pytest.fixture
def report(cast):
    return Report.objects.create(
        text="Labels come loose", team=cast.line, reporter=cast.nobody, received_on=timezone.localdate()
    )


@pytest.fixture
def lead(cast, sign_in):
    return sign_in(cast.amira)


def become_card(lead, cast, report):
    form = {"title": "Loose labels", "board": cast.board.pk, "kind": "idea", "words": "Thank you."}
    lead.post(reverse("listen:triage", args=[report.pk, "card"]), form)
    return Card.objects.get(report_ties__report=report)


def move_to(lead, card, stage):
    column = card.board.column_for(stage)
    return lead.post(reverse("improve:move", args=[card.pk]), {"column": column.pk}, follow=True)


def read_by(reporter):
    return [message.text for message in reporter.messages.filter(from_reporter=False)]


def time_passes(card):
    EffectivenessCheck.objects.filter(card=card, result="planned").update(due_on=timezone.localdate())
    bring_back_what_is_due.call()
    card.refresh_from_db()


def test_a_report_goes_the_whole_way_and_comes_back_when_it_did_not_help(cast, lead, report, work_off):
    card = become_card(lead, cast, report)
    lead.post(reverse("improve:whys", args=[card.pk]), {"why_1": "The glue is old"})
    lead.post(
        reverse("improve:causes", args=[card.pk]), {"category": "material", "text": "No date on the glue"}
    )
    move_to(lead, card, "try")
    experiment = {"change": "New glue", "expectation": "No loose label", "until": "2030-01-01"}
    lead.post(reverse("improve:experiments", args=[card.pk]), experiment)
    number = card.experiments.get().pk
    shown = {"result": "as_expected", "learned": "It holds"}
    lead.post(reverse("improve:end_experiment", args=[card.pk, number]), shown)
    asked = move_to(lead, card, "done")
    assert "When do we look?" in asked.content.decode()
    lead.post(reverse("improve:finish", args=[card.pk]), DONE)
    card.refresh_from_db()
    assert card.column.stage == "done"
    assert card.done_at is not None
    done_at = card.done_at

    time_passes(card)
    assert (card.column.stage, card.done_at) == ("check", None)
    assert "Time to look" in lead.get(reverse("improve:card", args=[card.pk])).content.decode()
    lead.post(reverse("improve:look", args=[card.pk]), {"helped": "no", "seen": "Five a week still."})
    card.refresh_from_db()
    assert card.column.stage == "understand"

    assert "When do we look?" in move_to(lead, card, "done").content.decode()
    lead.post(reverse("improve:finish", args=[card.pk]), DONE)
    time_passes(card)
    lead.post(reverse("improve:look", args=[card.pk]), {"helped": "yes", "seen": "None in a month."})
    card.refresh_from_db()
    assert card.column.stage == "done"
    assert card.done_at > done_at
    names = list(Fact.objects.about(card).values_list("name", flat=True))
    assert [names.count(f"improve.effectiveness_{what}") for what in ("due", "did_not_help", "helped")] == [
        2,
        1,
        1,
    ]
    work_off()
    words = "\n".join(read_by(report))
    assert "did not help enough" in words
    assert "it helped. What we saw: None in a month." in words


def test_the_reporter_reads_of_every_stage_once(cast, lead, report, work_off):
    card = become_card(lead, cast, report)
    for stage in ("understand", "try"):
        move_to(lead, card, stage)
        work_off()
    work_off()
    assert read_by(report) == [
        "Thank you.",
        "We are now looking for what in our system allowed this.",
        "We are now trying a change.",
    ]


def test_moved_there_and_back_before_anybody_reads_it_is_no_news(cast, lead, report, work_off):
    card = become_card(lead, cast, report)
    move_to(lead, card, "try")
    move_to(lead, card, "new")
    work_off()
    assert read_by(report) == ["Thank you."]


def test_done_publishes_what_we_did_for_everybody_behind_the_card(cast, lead, report):
    card = become_card(lead, cast, report)
    other = Report.objects.create(text="Labels again", team=cast.line, received_on=timezone.localdate())
    joined = {"number": f"#{card.pk}", "words": "Others said so too."}
    lead.post(reverse("listen:triage", args=[other.pk, "join"]), joined)
    lead.post(
        reverse("improve:finish", args=[card.pk]), DONE | {"on_wall": "on", "said": "Labels came loose."}
    )
    for told in Report.objects.filter(card_tie__card=card):
        assert (told.outcome, told.on_wall, told.said) == ("We changed the glue.", True, "Labels came loose.")
    assert {report.state for report in Report.objects.all()} == {"carded", "joined"}


def test_a_helped_look_does_not_lengthen_the_cycle(cast, lead, report):
    card = become_card(lead, cast, report)
    lead.post(reverse("improve:finish", args=[card.pk]), DONE)
    done_at = timezone.now() - timedelta(30)
    Card.objects.filter(pk=card.pk).update(done_at=done_at)
    time_passes(card)
    lead.post(reverse("improve:look", args=[card.pk]), {"helped": "yes", "seen": "None."})
    card.refresh_from_db()
    assert (card.done_at, card.column.stage) == (done_at, "done")


def test_a_card_that_is_due_is_not_done_before_somebody_has_looked(cast, lead, report):
    card = become_card(lead, cast, report)
    lead.post(reverse("improve:finish", args=[card.pk]), DONE)
    time_passes(card)
    assert "Did it help?" in move_to(lead, card, "done").content.decode()
    card.refresh_from_db()
    assert card.column.stage == "check"


def test_bringing_back_twice_says_it_once(cast, lead, report):
    card = become_card(lead, cast, report)
    lead.post(reverse("improve:finish", args=[card.pk]), DONE)
    time_passes(card)
    bring_back_what_is_due.call()
    assert Fact.objects.about(card).filter(name="improve.effectiveness_due").count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"what": ""}, "This field is required."),
        ({"away": "date", "due_on": "2020-01-01"}, "Please choose a date from tomorrow on"),
        ({"away": "date", "due_on": "someday"}, "Enter a valid date."),
        ({"away": "date", "due_on": ""}, "Please choose the date on which we look."),
        ({"words": ""}, "This field is required."),
        ({"on_wall": "on", "said": ""}, "The wall shows what was said"),
    ],
)
def test_a_wrong_ending_is_said_at_the_field_and_nothing_typed_is_lost(cast, lead, report, wrong, sentence):
    card = become_card(lead, cast, report)
    page = lead.post(reverse("improve:finish", args=[card.pk]), DONE | wrong)
    card.refresh_from_db()
    assert (page.status_code, card.done_at) == (422, None)
    assert sentence in page.content.decode()
    kept = "We changed the glue." if "words" not in wrong else "Loose labels a week"
    assert kept in page.content.decode()
