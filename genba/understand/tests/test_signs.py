import pytest
from django.urls import reverse

from genba.analysis.signs.sign import State
from genba.trail.models import Fact
from genba.understand.models import Look, Sign
from genba.understand.signs import registry
from genba.understand.signs.answering import answer, tell_truth
from genba.understand.signs.episodes import CALM_LOOKS
from genba.understand.signs.night import look_for_signs
from genba.understand.tests.factory import make_metric
from genba.understand.tests.sign_factory import FAKE, NUMBERS, look, raised, verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def loud(monkeypatch):
    """One sign that looks at what is put in the list, and no other."""
    found = []
    monkeypatch.setattr(registry, "_watching", {})
    registry.register_look(FAKE, lambda _today: list(found))
    return found


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


@pytest.mark.parametrize(
    ("p", "words"), [(0.00002, "less than 1 in 10,000"), (0.004, "1 in 250"), (None, "")]
)
def test_the_evidence_says_how_likely_it_is_by_chance_alone(cast, loud, sign_in, p, words):
    look(cast, State.ALARM)
    Sign.objects.update(p=p)
    page = (
        sign_in(cast.quentin).get(reverse("understand:sign", args=[Sign.objects.get().pk])).content.decode()
    )
    assert ("by chance alone" in page) is bool(words)
    assert words in page
