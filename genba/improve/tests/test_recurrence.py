"""Trouble that comes back: what is suggested, what people say, and whether anything helped."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.improve.cards import open_card
from genba.improve.models import EffectivenessCheck, Family, FamilyMember, NotTheSame
from genba.improve.recurrence.joining import same_trouble
from genba.improve.recurrence.rates import courses_of
from genba.improve.tying import tie
from genba.listen.models import Report
from genba.trail.models import Fact

LABEL = "The label printer at station 7 smears the barcode again"
ALIKE = "Label printer smears barcodes at station 7 after the ribbon was changed"
OTHER = "The coffee in the canteen is cold on Mondays"


def report(team, text=LABEL, *, days_ago=0, **more):
    today = timezone.localdate() - timedelta(days=days_ago)
    named = {"received_at": timezone.now() - timedelta(days=days_ago)} if "reporter" in more else {}
    return Report.objects.create(text=text, team=team, received_on=today, **named, **more)


def done_card(cast, title="New ribbon guide", *, days_ago):
    at = timezone.now() - timedelta(days=days_ago)
    card = open_card(cast.board, title=title, kind="corrective_action", by=cast.amira)
    card.created_at, card.done_at, card.column = at, at, cast.board.column_for("done")
    card.save()
    return card


def page(browser, thing, kind="report", **headers):
    return browser.get(reverse("improve:alike", args=[kind, thing.pk]), headers=headers)


def say(browser, what, one, other, kinds=("report", "report")):
    return browser.post(reverse(f"improve:{what}", args=[kinds[0], one.pk, kinds[1], other.pk]))


def test_a_report_shows_what_looks_like_it_and_not_what_does_not(cast, sign_in):
    asked, alike = report(cast.line), report(cast.line, ALIKE)
    report(cast.line, OTHER)
    shown = page(sign_in(cast.amira), asked).context["alike"]
    assert [one.thing for one in shown] == [alike]


def test_a_card_is_suggested_for_a_report_and_the_other_way_round(cast, sign_in):
    said = report(cast.line)
    card = open_card(cast.board, title=ALIKE, kind="nonconformity", by=cast.amira)
    browser = sign_in(cast.amira)
    assert [one.thing for one in page(browser, said).context["alike"]] == [card]
    assert [one.thing for one in page(browser, card, "card").context["alike"]] == [said]


@pytest.mark.parametrize(
    ("asked", "alike"),
    [
        ("Schweißnahtprüfgerät zeigt falsche Werte", "Das Schweißnahtprüfgerätedisplay ist defekt"),
        ("الماكينة تسرب الزيت", "تسرب زيت من ماكينة اللحام"),
        ("Die Fördererkette klemmt", "Fördererketten klemmen bei Kälte"),
    ],
)
def test_compounds_and_words_with_their_article_are_found(cast, sign_in, asked, alike):
    asked, alike = report(cast.line, asked), report(cast.line, alike)
    assert [one.thing for one in page(sign_in(cast.amira), asked).context["alike"]] == [alike]


def test_at_most_ten_are_suggested_and_those_after_the_fifth_are_folded(cast, sign_in):
    asked = report(cast.line)
    for number in range(12):
        report(cast.line, f"{ALIKE}, shift {number}")
    answer = page(sign_in(cast.amira), asked)
    shown, folded = answer.content.decode().split("<summary>Less like it")
    assert len(answer.context["alike"]) == 10
    assert [part.count("The same trouble<span") for part in (shown, folded)] == [5, 5]


def test_trouble_that_came_very_often_is_still_suggested(cast, sign_in):
    Report.objects.bulk_create(
        Report(text=f"{ALIKE}, shift {number}", team=cast.line, received_on=timezone.localdate())
        for number in range(200)
    )
    assert len(page(sign_in(cast.amira), report(cast.line)).context["alike"]) == 10


def test_a_lead_finds_what_is_alike_among_much_that_is_not_hers_to_read(cast, sign_in):
    asked, alike = report(cast.line), report(cast.line, ALIKE)
    Report.objects.bulk_create(
        Report(text=f"{LABEL} {number}", team=cast.ward, received_on=timezone.localdate())
        for number in range(390)
    )
    assert [one.thing for one in page(sign_in(cast.amira), asked).context["alike"]] == [alike]


def test_what_is_tied_to_a_card_is_not_suggested_for_it_nor_the_card_for_it(cast, sign_in):
    said = report(cast.line)
    card = open_card(cast.board, title=ALIKE, kind="nonconformity", by=cast.amira)
    tie(card, said, by=cast.amira)
    browser = sign_in(cast.amira)
    assert page(browser, said).context["alike"] == page(browser, card, "card").context["alike"] == []


def test_of_a_report_without_a_name_only_the_week_is_shown(cast, sign_in):
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday() + 14)
    asked, alike = report(cast.line), report(cast.line, ALIKE)
    Report.objects.filter(pk=alike.pk).update(received_on=monday)
    shown = page(sign_in(cast.amira), asked).content.decode()
    assert "2 weeks ago" in shown
    family = same_trouble(asked, alike, by=cast.amira)
    shown = sign_in(cast.amira).get(reverse("improve:family", args=[family.pk])).content.decode()
    assert "2 weeks ago" in shown
    assert monday.isoformat() not in shown


def test_what_one_may_not_read_is_not_suggested(cast, sign_in):
    asked, hidden = report(cast.line), report(cast.ward, ALIKE)
    answer = page(sign_in(cast.amira), asked)
    assert answer.context["alike"] == []
    assert hidden.text not in answer.content.decode()


@pytest.mark.parametrize("role", ["tomas", "wanda", "adam", "nobody"])
def test_who_may_not_read_a_report_finds_no_page(cast, sign_in, role):
    assert page(sign_in(getattr(cast, role)), report(cast.line)).status_code == 404


def test_a_stranger_is_asked_to_sign_in(cast, sign_in):
    assert "login" in page(sign_in(None), report(cast.line))["Location"]
    assert "login" in sign_in(None).get(reverse("improve:families"))["Location"]


def test_the_page_of_a_report_asks_for_the_list_by_itself(cast, sign_in):
    asked = report(cast.line)
    shown = sign_in(cast.amira).get(reverse("listen:detail", args=[asked.pk])).content.decode()
    assert f'hx-get="{reverse("improve:alike", args=["report", asked.pk])}"' in shown
    fragment = page(sign_in(cast.amira), asked, **{"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment


def test_saying_that_it_is_the_same_begins_a_family(cast, sign_in):
    one, other = report(cast.line), report(cast.line, ALIKE)
    browser = sign_in(cast.amira)
    say(browser, "same", one, other)
    assert {member.report for member in Family.objects.get().members.all()} == {one, other}
    assert page(browser, one).context["alike"] == []
    assert Fact.objects.filter(name="improve.family_joined").count() == 2


def test_what_was_said_to_be_different_is_not_suggested_again(cast, sign_in):
    one, other = report(cast.line), report(cast.line, ALIKE)
    browser = sign_in(cast.amira)
    for _twice in range(2):
        say(browser, "different", one, other)
    assert page(browser, one).context["alike"] == page(browser, other).context["alike"] == []
    assert Fact.objects.filter(name="improve.not_the_same").count() == NotTheSame.objects.count() == 1


def test_one_may_change_ones_mind(cast, sign_in):
    one, other = report(cast.line), report(cast.line, ALIKE)
    browser = sign_in(cast.amira)
    say(browser, "different", one, other)
    say(browser, "same", one, other)
    assert not NotTheSame.objects.exists()
    assert Family.objects.get().members.count() == 2


@pytest.mark.parametrize("role", ["elena", "audrey"])
def test_who_only_reads_cannot_say_that_it_is_the_same(cast, sign_in, role):
    one, other = report(cast.line), report(cast.line, ALIKE)
    browser = sign_in(getattr(cast, role))
    assert "The same trouble" not in page(browser, one).content.decode()
    assert say(browser, "same", one, other).status_code == 404
    assert not Family.objects.exists()


def test_one_cannot_join_what_one_may_not_read_nor_a_thing_with_itself(cast, sign_in):
    own, hidden = report(cast.line), report(cast.ward, ALIKE)
    browser = sign_in(cast.amira)
    assert say(browser, "same", own, hidden).status_code == 404
    assert say(browser, "same", own, own).status_code == 404
    assert say(browser, "same", own, hidden, ("report", "team")).status_code == 404
    with pytest.raises(ValueError, match="itself"):
        same_trouble(own, own, by=cast.amira)


def test_two_families_become_one(cast):
    a, b, c, d = (report(cast.line) for _ in range(4))
    first, _second = same_trouble(a, b, by=cast.amira), same_trouble(c, d, by=cast.amira)
    assert same_trouble(b, c, by=cast.amira) == first
    assert Family.objects.get().members.count() == 4


def test_what_is_another_trouble_leaves_and_a_family_of_one_is_none(cast, sign_in):
    a, b, c = (report(cast.line) for _ in range(3))
    family = same_trouble(a, b, by=cast.amira)
    same_trouble(a, c, by=cast.amira)
    browser = sign_in(cast.amira)
    for thing, left in ((a, 2), (b, 0)):
        member = FamilyMember.objects.get(report=thing)
        browser.post(reverse("improve:remove_member", args=[family.pk, member.pk]))
        assert FamilyMember.objects.count() == left
    assert not Family.objects.exists()


def test_through_a_family_nobody_sees_a_report_they_may_not_read_nor_how_many(cast, sign_in):
    own, hidden = (
        report(cast.line, days_ago=40),
        report(cast.ward, "The secret words of the ward", days_ago=20),
    )
    family = same_trouble(own, hidden, by=cast.quentin)
    same_trouble(own, done_card(cast, days_ago=30), by=cast.quentin)
    shown = sign_in(cast.amira).get(reverse("improve:family", args=[family.pk]))
    course = shown.context["course"]
    assert "secret" not in shown.content.decode()
    assert hidden not in [one.thing for one in course.occurrences]
    assert course.actions[0].after == 0
    assert len(courses_of([family], cast.quentin)[0].occurrences) == 2


def test_the_history_of_a_family_is_for_those_who_may_read_all_of_it(cast, sign_in):
    own, hidden = report(cast.line), report(cast.ward, ALIKE)
    family = same_trouble(own, hidden, by=cast.quentin)
    page = reverse("front:history", args=["improve.family", family.pk])
    assert sign_in(cast.quentin).get(page).status_code == 200
    assert sign_in(cast.amira).get(page).status_code == 404


def test_who_may_read_only_the_card_is_told_that_there_is_more(cast, sign_in):
    family = same_trouble(report(cast.ward), done_card(cast, days_ago=30), by=cast.quentin)
    browser = sign_in(cast.nobody)
    assert "you may read none" in browser.get(reverse("improve:families")).content.decode()
    shown = browser.get(reverse("improve:family", args=[family.pk])).content.decode()
    assert "You may read none of the times it came" in shown


def test_a_family_of_which_one_may_read_nothing_does_not_exist(cast, sign_in):
    family = same_trouble(report(cast.ward), report(cast.ward, ALIKE), by=cast.quentin)
    browser = sign_in(cast.amira)
    assert browser.get(reverse("improve:family", args=[family.pk])).status_code == 404
    assert browser.get(reverse("improve:families")).context["courses"] == []
    member = family.members.first()
    assert browser.post(reverse("improve:remove_member", args=[family.pk, member.pk])).status_code == 404


def helped(cast, *, before, after, days_ago=60):
    """A family with so many reports in the 60 days before an action and so many after."""
    first = report(cast.line, reporter=cast.tomas, days_ago=days_ago + 60)
    card = done_card(cast, days_ago=days_ago)
    tie(card, first, by=cast.amira)
    family = same_trouble(first, card, by=cast.amira)
    days = [days_ago + 1 + at % 59 for at in range(before)] + [days_ago - 1 - at for at in range(after)]
    for ago in days:
        same_trouble(first, report(cast.line, reporter=cast.tomas, days_ago=ago), by=cast.amira)
    return family, card


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (12, 1, "Comes less often"),
        (1, 12, "Comes more often"),
        (3, 2, "Not enough to tell: needs"),
        (0, 2, "Not enough to tell: needs more than one"),
    ],
)
def test_the_page_says_what_the_rates_show(cast, sign_in, before, after, words):
    family, card = helped(cast, before=before, after=after)
    EffectivenessCheck.objects.create(card=card, what="Count", due_on=card.done_at, result="helped")
    shown = sign_in(cast.amira).get(reverse("improve:family", args=[family.pk]))
    [action] = shown.context["course"].actions
    assert (action.before, action.after, action.days_before) == (before, after, 60)
    assert words in shown.content.decode()
    assert "It helped" in shown.content.decode()


def test_a_week_that_holds_the_action_never_flatters_it(cast):
    named = report(cast.line, reporter=cast.tomas, days_ago=70)
    card = done_card(cast, days_ago=30)
    monday = timezone.localdate(card.done_at) - timedelta(days=timezone.localdate(card.done_at).weekday())
    nameless = Report.objects.create(text=ALIKE, team=cast.line, received_on=monday)
    family = same_trouble(named, nameless, by=cast.amira)
    tie(card, named, by=cast.amira)
    [action] = courses_of([family], cast.amira)[0].actions
    sunday = monday + timedelta(days=6)
    assert action.after == (sunday > action.done_on)


def test_families_cost_few_questions_however_many(cast, sign_in, django_assert_max_num_queries):
    for _ in range(5):
        family, _card = helped(cast, before=3, after=1)
    browser = sign_in(cast.amira)
    for address in (reverse("improve:families"), reverse("improve:family", args=[family.pk])):
        with django_assert_max_num_queries(15):
            assert browser.get(address).status_code == 200


def test_suggestions_cost_few_questions(cast, sign_in, django_assert_max_num_queries):
    asked = report(cast.line)
    for number in range(8):
        report(cast.line, f"{ALIKE}, shift {number}")
    open_card(cast.board, title=ALIKE, kind="nonconformity", by=cast.amira)
    browser = sign_in(cast.amira)
    with django_assert_max_num_queries(15):
        page(browser, asked)


def test_the_list_teaches_when_it_is_empty(cast, sign_in):
    assert "Looks like these" in sign_in(cast.nobody).get(reverse("improve:families")).content.decode()
