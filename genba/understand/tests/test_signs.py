from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from genba.analysis.signs.sign import Sign as Described
from genba.analysis.signs.sign import State, Verdict
from genba.front.models import Notification
from genba.improve.models import Card
from genba.trail.models import Fact
from genba.understand.models import Look, Sign
from genba.understand.signs import registry
from genba.understand.signs.answering import answer, tell_truth
from genba.understand.signs.episodes import CALM_LOOKS, keep
from genba.understand.signs.night import look_for_signs
from genba.understand.tests.factory import make_metric

pytestmark = pytest.mark.django_db

FAKE = Described(
    name="too_loud",
    title="It is too loud",
    null_hypothesis="It is as loud as ever.",
    statistic="Decibels.",
    minimum="12 readings.",
    false_alarm="1 in 1,000.",
    power="0.9.",
    question="It was {now:.0f} dB; before, {before}. What changed?",
    would_change_my_mind="The microphone was moved.",
)
NUMBERS = {"now": 90.4, "before": 71.25}
NOW = timezone.now()


def verdict(state, needs=None):
    return Verdict(FAKE.name, state, 0.0004, NUMBERS, needs)


@pytest.fixture
def loud(monkeypatch):
    """One sign that looks at what is put in the list."""
    found = []
    monkeypatch.setattr(registry, "_watching", {})
    registry.register_look(FAKE, lambda _today: list(found))
    return found


def look(cast, state, *, day=0, needs=None, metric=None):
    subject = metric or cast.organisation
    return keep(FAKE.name, [registry.of(subject, verdict(state, needs))], now=NOW + timedelta(days=day))


def raised(cast, **more):
    look(cast, State.ALARM, **more)
    return Sign.objects.latest("pk")


def test_an_alarm_is_told_once_however_many_nights_it_lasts(cast, loud, work_off):
    metric = make_metric(cast)
    for day in range(4):
        look(cast, State.ALARM, day=day, metric=metric)
    work_off()
    sign = Sign.objects.get()
    assert (sign.opened_at, sign.last_seen_at) == (NOW, NOW + timedelta(days=3))
    assert Fact.objects.filter(name="understand.sign_raised").count() == 1
    told = Notification.objects.filter(code="sign_raised")
    assert {(one.person.name, one.times) for one in told} == {("Amira Khan", 1), ("Quentin Lee", 1)}


def test_an_episode_ends_after_several_calm_looks_in_a_row_and_the_next_alarm_is_a_new_one(cast, loud):
    look(cast, State.ALARM)
    for day in range(1, CALM_LOOKS):
        look(cast, State.CALM, day=day)
    look(cast, State.ALARM, day=CALM_LOOKS)
    for day in range(CALM_LOOKS + 1, 2 * CALM_LOOKS + 1):
        assert Sign.objects.get().ended_at is None
        look(cast, State.CALM, day=day)
    assert Sign.objects.get().ended_at is not None
    assert look(cast, State.ALARM, day=2 * CALM_LOOKS + 1) == 1
    assert [fact.name for fact in Fact.objects.filter(name__startswith="understand.sign_")] == [
        "understand.sign_raised",
        "understand.sign_ended",
        "understand.sign_raised",
    ]


def test_a_night_that_runs_twice_counts_one_calm_day(cast, loud):
    look(cast, State.ALARM)
    for _twice in range(2):
        for day in range(1, CALM_LOOKS):
            look(cast, State.CALM, day=CALM_LOOKS - 1 if day > 1 else 1)
    assert Sign.objects.get().calm_looks == 2


def test_too_little_data_ends_nothing_and_is_never_calm(cast, loud, sign_in):
    look(cast, State.ALARM)
    for day in range(1, CALM_LOOKS + 3):
        look(cast, State.NOT_ENOUGH, day=day, needs=("months", 9))
    assert Sign.objects.get().ended_at is None
    page = sign_in(cast.tomas).get(reverse("understand:signs")).content.decode()
    assert "not enough to tell: needs 9 months" in page
    assert ">calm<" not in page


def test_each_night_every_sign_looks_and_one_that_fails_stops_no_other(cast, loud):
    def fail(_today):
        raise ZeroDivisionError

    registry._watching = {"broken": registry.Watching(FAKE, fail), **registry._watching}
    loud.append(registry.of(cast.organisation, verdict(State.ALARM)))
    with pytest.raises(RuntimeError, match="could not look: too_loud"):
        look_for_signs.call()
    assert Look.objects.get().alarms == 1
    assert Sign.objects.get().numbers == NUMBERS


def test_the_page_asks_in_plain_words_and_says_how_far_to_trust_it(cast, loud, sign_in):
    sign = raised(cast, metric=make_metric(cast))
    page = sign_in(cast.tomas).get(reverse("understand:sign", args=[sign.pk])).content.decode()
    assert "It was 90 dB; before, 71.2. What changed?" in page
    for words in (FAKE.null_hypothesis, FAKE.false_alarm, FAKE.would_change_my_mind, "Near misses told"):
        assert words in page
    assert "Amira" not in page
    assert "Answer with this reason" not in page


@pytest.mark.parametrize(
    ("who", "status"), [("amira", 302), ("quentin", 302), ("tomas", 404), ("wanda", 404), ("elena", 404)]
)
def test_who_answers_for_the_metric_and_quality_answer_its_sign(cast, loud, sign_in, who, status):
    door = reverse("understand:answer_sign", args=[raised(cast, metric=make_metric(cast)).pk])
    assert sign_in(getattr(cast, who)).post(door, {"reason": "The new press."}).status_code == status
    assert Sign.objects.filter(reason="The new press.").exists() == (status == 302)


def test_a_stranger_sees_no_sign(cast, loud, sign_in):
    sign = raised(cast)
    for door in (reverse("understand:signs"), reverse("understand:sign", args=[sign.pk])):
        assert "/account/login/" in sign_in(None).get(door).headers["Location"]


def test_the_first_answer_stays_and_takes_the_question_off_the_lists(cast, loud, sign_in, work_off):
    sign = raised(cast)
    work_off()
    browser, door = sign_in(cast.quentin), reverse("understand:answer_sign", args=[sign.pk])
    assert "Our numbers ask" in browser.get("/").content.decode()
    browser.post(door, {"reason": "We moved the machine."})
    again = browser.post(door, {"reason": "Something else."}, follow=True).content.decode()
    work_off()
    assert "Somebody answered before you." in again
    assert Sign.objects.get().reason == "We moved the machine."
    assert "Our numbers ask" not in browser.get("/").content.decode()
    assert not Notification.objects.unread().filter(code="sign_raised").exists()


def test_an_answer_without_words_is_asked_for_again_and_keeps_what_was_typed(cast, loud, sign_in):
    sign = raised(cast)
    browser = sign_in(cast.quentin)
    empty = browser.post(reverse("understand:answer_sign", args=[sign.pk]), {"reason": "  "})
    assert empty.status_code == 422
    odd = browser.post(
        reverse("understand:tell_truth_of_sign", args=[sign.pk]), {"truth": "perhaps", "why": "I typed this."}
    )
    assert odd.status_code == 422
    assert "I typed this." in odd.content.decode()
    assert Sign.objects.get().state == "open"
    assert Sign.objects.get().truth == ""


def test_a_card_is_an_answer_and_is_tied_to_the_sign(cast, loud, sign_in):
    sign = raised(cast, metric=make_metric(cast))
    browser, page = sign_in(cast.amira), reverse("understand:sign", args=[sign.pk])
    door = f"{reverse('improve:new_card')}?sign={sign.pk}"
    assert door.replace("&", "&amp;") in browser.get(page).content.decode()
    form = {"title": "Why is it loud?", "board": cast.board.pk, "kind": "corrective_action"}
    browser.post(door, form)
    sign.refresh_from_db()
    assert (sign.state, sign.answered_by) == ("answered", cast.amira)
    assert "Why is it loud?" in browser.get(page).content.decode()
    fact = Fact.objects.get(name="understand.sign_carded")
    assert fact.data == {"card": Card.objects.get().pk}


@pytest.mark.parametrize("asked", ["{pk}", "0", "x", "9" * 30, "²"])
def test_a_card_of_somebody_else_answers_no_sign(cast, loud, sign_in, asked):
    sign = raised(cast)
    door = f"{reverse('improve:new_card')}?sign={asked.format(pk=sign.pk)}"
    form = {"title": "Mine", "board": cast.board.pk, "kind": "corrective_action"}
    assert sign_in(cast.tomas).post(door, form).status_code == 302
    assert Sign.objects.get().state == "open"
    assert Card.objects.filter(title="Mine").exists()


def test_what_turned_out_is_counted_beside_the_sign(cast, loud, sign_in):
    first = raised(cast)
    second = raised(cast, metric=make_metric(cast))
    raised(cast, metric=make_metric(cast, "Days lost"))
    answer(first, reason="It was the fan.", by=cast.quentin)
    assert tell_truth(first, truth="nothing", why="", by=cast.quentin)
    assert not tell_truth(first, truth="nothing", why="", by=cast.quentin)
    door = reverse("understand:tell_truth_of_sign", args=[second.pk])
    sign_in(cast.amira).post(door, {"truth": "so", "why": "The bearing was worn."})
    response = sign_in(cast.tomas).get(reverse("understand:signs"))
    (row,) = response.context["rows"]
    assert (row.raised, row.answered, row.was_so, row.was_nothing, row.not_known) == (3, 1, 1, 1, 1)
    page = sign_in(cast.tomas).get(reverse("understand:sign", args=[second.pk])).content.decode()
    assert "The bearing was worn." in page
    assert "it was so 1" in page


def test_a_sign_that_looks_no_more_keeps_its_page(cast, loud, sign_in):
    sign = raised(cast)
    registry._watching.clear()
    page = sign_in(cast.tomas).get(reverse("understand:sign", args=[sign.pk])).content.decode()
    assert "This sign does not look any more" in page


def test_a_sign_that_has_not_looked_for_days_says_so(cast, loud, sign_in):
    look(cast, State.CALM, day=-4)
    page = sign_in(cast.tomas).get(reverse("understand:signs")).content.decode()
    assert "last look" in page


def test_the_pages_ask_the_database_few_questions(cast, loud, sign_in, django_assert_max_num_queries):
    for number in range(8):
        sign = raised(cast, metric=make_metric(cast, f"Metric {number}"))
        answer(sign, reason="Known.", by=cast.quentin) if number % 2 else None
    browser = sign_in(cast.amira)
    for door in (reverse("understand:signs"), reverse("understand:sign", args=[sign.pk])):
        browser.get(door)
        with django_assert_max_num_queries(15):
            assert browser.get(door).status_code == 200


def test_a_program_lists_the_signs(cast, loud, api):
    first = raised(cast)
    raised(cast, metric=make_metric(cast))
    answer(first, reason="It was the fan.", by=cast.quentin)
    everything = api(cast.tomas).get("/api/v1/signs").json()
    assert [one["state"] for one in everything["items"]] == ["open", "answered"]
    (one,) = api(cast.tomas).get("/api/v1/signs?state=answered&going_on=true&sign=too_loud").json()["items"]
    assert (one["id"], one["numbers"], one["reason"]) == (first.pk, NUMBERS, "It was the fan.")
    assert api(cast.tomas).get("/api/v1/signs?state=blue").status_code == 422
    assert api(None).get("/api/v1/signs").status_code == 401
