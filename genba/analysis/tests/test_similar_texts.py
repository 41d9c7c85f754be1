import numpy as np
import pytest

from genba.analysis.similar_texts import (
    FREQUENT,
    MOST_ASKED,
    Asked,
    Telling,
    fair_to_short,
    likeness,
    weigh,
    words_to_ask,
)

LABEL = Telling("The label printer smears", "Every barcode of station 7 is smeared since Monday")


def test_the_same_words_are_wholly_alike_and_foreign_ones_not_at_all():
    found = likeness(LABEL, [LABEL, Telling("Öl tropft", "")])
    assert found == pytest.approx([1.0, 0.0])


def test_whatever_the_case_and_the_accents_a_text_is_the_same():
    assert likeness(Telling("Café Zürich"), [Telling("CAFE ZURICH"), Telling("x")])[0] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("asked", "near", "far"),
    [
        ("printers are smearing labels", "the label printer smears", "the coffee is cold"),
        ("Schweißnahtprüfung fehlt", "Prüfung der Schweißnähte", "Kaffee ist kalt"),
        ("الماكينة تسرب الزيت", "تسرب زيت من ماكينة", "القهوة باردة جدا"),
        ("теч масла", "масло течёт", "холодный кофе"),
    ],
)
def test_words_of_the_same_root_are_nearer_than_others(asked, near, far):
    found = likeness(Telling(asked), [Telling(near), Telling(far)])
    assert found[0] > found[1]


def test_what_all_others_share_tells_less_than_what_one_has_alone():
    others = [Telling(f"station station {word}") for word in ("glue", "oil", "ribbon")]
    found = likeness(Telling("station ribbon"), others)
    assert int(np.argmax(found)) == 2


def test_no_group_of_letters_reaches_from_one_text_into_the_next():
    found = likeness(Telling("xyz"), [Telling("aaaxy"), Telling("zbbb")])
    assert found.tolist() == likeness(Telling("xyz"), [Telling("zbbb"), Telling("aaaxy")])[::-1].tolist()


def test_nothing_to_compare_gives_nothing_and_empty_texts_are_not_alike():
    assert likeness(LABEL, []).shape == (0,)
    assert likeness(Telling(""), [LABEL, Telling("")])[0] == pytest.approx(0.0)


def test_words_of_the_title_are_asked_first_and_count_more():
    asked = words_to_ask(LABEL)
    assert [one.text for one in asked[:4]] == ["the", "label", "printer", "smears"]
    assert asked[0].weight > next(one for one in asked if one.text == "barcode").weight


def test_a_long_word_is_asked_by_its_beginning_and_an_arabic_one_without_its_article():
    assert Asked("schweißnah", 0.5, is_open=True) in words_to_ask(Telling("Schweißnahtprüfung"))
    assert Asked("ماكينة", 0.5, is_open=True) in words_to_ask(Telling("الماكينة"))
    assert Asked("الزيت", 0.5) in words_to_ask(Telling("زيت"))


def test_a_long_text_asks_for_a_bounded_number_of_words():
    assert len(words_to_ask(Telling("", " ".join(f"word{n}" for n in range(5000))))) <= MOST_ASKED


def test_nothing_that_an_index_could_misread_is_asked():
    asked = words_to_ask(Telling("""'; DROP "x" OR (a:b*) -- NEAR/3 \\ _"""))
    assert all(one.text.isalnum() for one in asked)


def test_the_rarer_word_brings_the_better_candidate():
    asked = [Asked("printer"), Asked("the")]
    found = {0: np.array([1, 2]), 1: np.arange(2, 50)}
    assert list(weigh(asked, found, most=3))[:2] == [2, 1]


def test_the_weight_of_a_candidate_is_its_share_of_all_that_the_words_weigh():
    asked = [Asked("printer"), Asked("label"), Asked("nobody")]
    found = {0: np.array([1, 2]), 1: np.array([1]), 2: np.array([], dtype=np.int64)}
    assert weigh(asked, found, most=5)[1] == pytest.approx(1.0)
    assert 0 < weigh(asked, found, most=5)[2] < 0.5


def test_a_word_that_too_many_hold_counts_nothing():
    assert weigh([Asked("the")], {0: np.arange(FREQUENT)}, most=5) == {}
    assert weigh([], {}, most=5) == {}


def test_a_short_text_beats_a_long_one_that_holds_the_same_words():
    assert fair_to_short(10, 100) > fair_to_short(10, 10_000)


def test_one_among_few_and_a_last_one_without_words_are_compared_as_well():
    found = likeness(LABEL, [Telling("The label printer smears"), Telling("…")])
    assert found[0] > 0.5
    assert found[1] == pytest.approx(0.0)


def test_a_longer_text_that_says_the_same_and_more_is_not_pushed_down():
    more = Telling(
        "The label printer smears", "Every barcode of station 7 is smeared since Monday. " + "oil " * 9
    )
    assert 0.5 < likeness(LABEL, [more, Telling("The coffee is cold")])[0] <= 1
