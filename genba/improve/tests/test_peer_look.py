"""A colleague looks before a card is done, on boards that want it; and before a version counts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.improve.cards import open_card
from genba.improve.checking import Ending, finish
from genba.improve.models import Card, Column
from genba.improve.moving import CheckNeeded, ReviewNeeded, move
from genba.people.models import Membership
from genba.trail.models import Fact
from genba.work.models import PeerReview
from genba.work.reviewing import ask_for_review, give_verdict, is_reviewed, outdate_reviews, reviews_of
from genba.work.tests.factory import make_draft
from genba.work.writing import write


@pytest.fixture
def card(cast):
    """Tomas's card on a board where a colleague looks."""
    cast.board.review_since = timezone.localdate()
    cast.board.save()
    card = open_card(board=cast.board, title="Loose labels", by=cast.amira, kind=Card.Kind.IDEA)
    card.owner = cast.tomas
    card.save()
    return card


def to_done(client, card):
    done = card.board.column_for(Column.Stage.DONE)
    return client.post(reverse("improve:move", args=[card.pk]), {"column": done.pk})


def ask(client, card, whom):
    key = f"person-{whom.pk}"
    return client.post(reverse("work:ask_review", args=["improve.card", card.pk]), {"who": key})


def say(client, verdict="good", sentence="I tried it; the labels hold."):
    door = reverse("work:review", args=[PeerReview.objects.first().pk])
    return client.post(door, {"verdict": verdict, "sentence": sentence})


def test_done_leads_to_the_page_that_asks_a_colleague(cast, sign_in, card):
    answer = to_done(sign_in(cast.tomas), card)
    assert answer.url == reverse("improve:peer_look", args=[card.pk])
    page = sign_in(cast.tomas).get(answer.url).content.decode()
    assert "Amira Khan" in page
    assert "person-" + str(cast.tomas.pk) not in page


def test_after_a_good_look_the_card_may_be_finished(cast, sign_in, card):
    ask(sign_in(cast.tomas), card, cast.amira)
    assert say(sign_in(cast.amira)).status_code == 302
    assert is_reviewed(card)
    with pytest.raises(CheckNeeded):
        move(card, column=card.board.column_for(Column.Stage.DONE), by=cast.tomas)
    page = sign_in(cast.tomas).get(reverse("improve:finish", args=[card.pk]))
    assert page.status_code == 200


def test_a_look_that_says_needs_work_does_not_open_done(cast, sign_in, card):
    ask(sign_in(cast.tomas), card, cast.amira)
    say(sign_in(cast.amira), verdict="needs_work")
    assert not is_reviewed(card)
    assert to_done(sign_in(cast.tomas), card).url.endswith("/peer-look/")


def test_the_last_look_counts(cast, card):
    for verdict, expected in (("good", True), ("needs_work", False), ("good", True)):
        review = ask_for_review(card, by=cast.tomas, of=cast.amira)
        give_verdict(review, by=cast.amira, verdict=verdict, sentence="So.")
        assert is_reviewed(card) is expected


def test_nobody_looks_at_their_own_card(cast, sign_in, card):
    assert ask(sign_in(cast.amira), card, cast.tomas).status_code == 422
    review = ask_for_review(card, by=cast.amira, team=cast.line)
    assert review.is_waiting
    assert say(sign_in(cast.tomas)).status_code == 404
    assert say(sign_in(cast.amira)).status_code == 404  # who asks does not answer
    assert not is_reviewed(card)


@pytest.mark.parametrize("role", ["other_lead", "quality", "executive", "auditor", "nobody"])
def test_who_was_not_asked_says_nothing(cast, sign_in, card, role):
    ask_for_review(card, by=cast.tomas, of=cast.amira)
    assert say(sign_in(cast.people[role])).status_code == 404
    assert not Fact.objects.filter(name="work.review_good").exists()


def test_anybody_in_the_team_may_look_and_the_first_counts(cast, sign_in, card):
    Membership.objects.create(person=cast.nobody, team=cast.line)
    ask_for_review(card, by=cast.tomas, team=cast.line)
    assert say(sign_in(cast.nobody)).status_code == 302
    assert say(sign_in(cast.amira)).status_code == 404
    assert PeerReview.objects.get().by == cast.nobody


def test_a_board_that_does_not_ask_for_it_goes_on_as_before(cast, card):
    cast.board.review_since = None
    cast.board.save()
    card.refresh_from_db()
    with pytest.raises(CheckNeeded):
        move(card, column=card.board.column_for(Column.Stage.DONE), by=cast.tomas)


def test_finishing_past_the_page_is_refused_too(cast, card):
    due = timezone.localdate() + timedelta(days=9)
    with pytest.raises(ReviewNeeded):
        finish(card, what="Labels", due_on=due, ending=Ending(), by=cast.tomas)


def test_a_card_that_comes_back_needs_another_look(cast, card):
    review = ask_for_review(card, by=cast.tomas, of=cast.amira)
    give_verdict(review, by=cast.amira, verdict="good", sentence="So.")
    outdate_reviews(card)
    assert not is_reviewed(card)


def test_the_lead_switches_it_on_and_off_for_the_board(cast, sign_in):
    door = reverse("improve:board_settings", args=[cast.board.pk])
    columns = {f"column-{one.pk}-name": one.name for one in cast.board.columns.all()}
    for asked, since in (({"asks_review": "on"}, timezone.localdate()), ({}, None)):
        assert sign_in(cast.amira).post(door, {"name": "Ours", **columns, **asked}).status_code == 302
        cast.board.refresh_from_db()
        assert cast.board.review_since == since
    assert "A colleague looks before" in sign_in(cast.amira).get(door).content.decode()


def test_the_asked_and_the_asker_are_told_and_see_what_waits(cast, sign_in, card, work_off):
    ask(sign_in(cast.tomas), card, cast.amira)
    work_off()
    waits = sign_in(cast.amira).get(reverse("work:reviews")).content.decode()
    assert "Loose labels" in waits
    say(sign_in(cast.amira))
    work_off()
    assert "Loose labels" not in sign_in(cast.amira).get(reverse("work:reviews")).content.decode()
    heard = sign_in(cast.tomas).get(reverse("front:notifications")).content.decode()
    assert "A colleague has looked: good." in heard


def test_who_asked_takes_it_back_and_nobody_else(cast, sign_in, card):
    review = ask_for_review(card, by=cast.tomas, of=cast.amira)
    door = reverse("work:withdraw_review", args=[review.pk])
    assert sign_in(cast.wanda).post(door).status_code == 404
    sign_in(cast.tomas).post(door)
    assert reviews_of(card) == []


def test_a_verdict_without_a_sentence_comes_back(cast, sign_in, card):
    ask(sign_in(cast.tomas), card, cast.amira)
    answer = say(sign_in(cast.amira), sentence=" ")
    assert answer.status_code == 422
    assert PeerReview.objects.get().is_waiting


@pytest.mark.parametrize(("kind", "key"), [("people.person", "1"), ("improve.card", "0"), ("x", "x")])
def test_only_what_can_be_looked_at_is_asked_for(cast, sign_in, kind, key):
    door = reverse("work:ask_review", args=[kind, key])
    assert sign_in(cast.tomas).post(door, {"who": "x"}).status_code == 404


def test_a_version_shows_who_has_looked_and_that_it_changed_since(cast, sign_in):
    draft = make_draft(cast)
    page = reverse("work:version", args=[draft.procedure_id, 1])
    assert "Nobody else has looked" in sign_in(cast.tomas).get(page).content.decode()
    review = ask_for_review(draft, by=cast.amira, of=cast.tomas)
    give_verdict(review, by=cast.tomas, verdict="good", sentence="Clear to me.")
    assert is_reviewed(draft)
    assert "Clear to me." in sign_in(cast.wanda).get(page).content.decode()
    write(draft, by=cast.quentin, title="Close a housing twice")
    assert not is_reviewed(draft)
    assert "changed since then" in sign_in(cast.wanda).get(page).content.decode()
    again = ask_for_review(draft, by=cast.tomas, team=cast.line)
    assert again.is_waiting
    assert sign_in(cast.quentin).post(reverse("work:review", args=[again.pk])).status_code == 404
