import pytest
from django.urls import reverse
from django.utils import timezone

from genba.improve.cards import open_card
from genba.improve.forms.triage import cards_alike
from genba.improve.models import Card
from genba.listen.models import Report
from genba.trail.models import Link


@pytest.fixture
def report(cast):
    return Report.objects.create(
        text="The label printer skips labels", team=cast.line, kind="idea", received_on=timezone.localdate()
    )


@pytest.fixture
def lead(cast, sign_in):
    return sign_in(cast.amira)


def triage(browser, report, outcome, form):
    return browser.post(reverse("listen:triage", args=[report.pk, outcome]), form, follow=True)


def test_triage_offers_a_card_with_everything_filled_in(cast, lead, report):
    page = lead.get(reverse("listen:detail", args=[report.pk]) + "?do=card").content.decode()
    assert 'value="The label printer skips labels"' in page
    assert "Line 4 · Improvement" in page
    assert "We have begun to work on it" in page


def test_a_report_becomes_a_card_that_is_tied_to_it(cast, lead, report):
    form = {"title": "Printer\nskips", "board": cast.board.pk, "kind": "idea", "words": "Thank you."}
    triage(lead, report, "card", form)
    card = Card.objects.get(title="Printer skips")
    assert card.report_ties.get().report == report
    assert Link.objects.touching(card).get().meaning == "worked on in"
    report.refresh_from_db()
    assert report.state == Report.State.CARDED
    assert report.messages.get().text == "Thank you."


def test_without_words_for_the_reporter_nothing_happens(cast, lead, report):
    form = {"title": "Printer", "board": cast.board.pk, "kind": "idea", "words": ""}
    page = triage(lead, report, "card", form).content.decode()
    assert "This field is required." in page
    assert not Card.objects.exists()


def test_a_report_does_not_become_a_card_on_a_board_of_strangers(cast, lead, report):
    other = cast.ward.boards.create(name="Ward board")
    triage(lead, report, "card", {"title": "A", "board": other.pk, "kind": "idea", "words": "Thank you."})
    assert not Card.objects.exists()


def test_cards_with_the_same_telling_words_come_first(cast, report):
    for title in ("Forklift lane", "Printer skips", "Nothing alike", "Label rolls"):
        open_card(cast.board, title=title, kind="idea", by=cast.amira)
    alike = cards_alike(report, Card.objects.under_way())
    titles = [Card.objects.get(pk=key).title for key in alike]
    assert titles[0] == "Printer skips"
    assert titles.index("Label rolls") < titles.index("Forklift lane")


@pytest.mark.parametrize("number", ["999999", "x", "９", "9" * 30, "-1", ""])
def test_a_number_that_is_no_open_card_is_said_at_the_field(cast, lead, report, number):
    page = triage(
        lead, report, "join", {"number": number, "words": "Thank you, all of you."}
    ).content.decode()
    assert "Thank you, all of you." in page
    assert "There is no open card" in page or "Please choose a card" in page or "at most 20" in page
    assert not report.messages.exists()


def test_several_reports_stand_behind_one_card_and_each_is_answered(cast, lead, report):
    card = open_card(cast.board, title="Label printer", kind="idea", by=cast.amira)
    second = Report.objects.create(text="Labels", team=cast.line, received_on=timezone.localdate())
    triage(lead, report, "join", {"card": card.pk, "words": "Thank you."})
    triage(lead, second, "join", {"number": f"#{card.pk}", "words": "You too."})
    assert card.report_ties.count() == 2
    said = [one.messages.get().text for one in Report.objects.order_by("card_tie__pk")]
    assert said == ["Thank you.", "You too."]
