"""The gold sentences are what their README says: enough of them, balanced, and pairs that stay together."""

from collections import Counter, defaultdict

import pytest

from benchmarks.gold import HELD_OUT, LANGUAGES, TUNE, UNSEEN, part, seen, sentences

pytestmark = pytest.mark.once
LABELS = {"blame": {"blame", "none"}, "ownership": {"ours", "others", "none"}}
AT_LEAST = {"blame": (300, 40), "ownership": (150, 20)}
BOTH = [(subject, language) for subject in LABELS for language in LANGUAGES]


def pairs(subject, language):
    found = defaultdict(list)
    for one in sentences(subject, language):
        if one.pair:
            found[one.pair].append(one)
    return found


@pytest.mark.parametrize(("subject", "language"), BOTH)
def test_there_are_enough_sentences_and_none_twice(subject, language):
    all_of_them = sentences(subject, language)
    assert len(all_of_them) >= AT_LEAST[subject][0]
    assert len({one.text for one in all_of_them}) == len({one.id for one in all_of_them}) == len(all_of_them)
    assert {one.label for one in all_of_them} == LABELS[subject]


@pytest.mark.parametrize(("subject", "language"), BOTH)
def test_pairs_are_two_sentences_with_different_labels_in_one_half(subject, language):
    found = pairs(subject, language)
    assert len(found) >= AT_LEAST[subject][1]
    for name, both in found.items():
        assert len(both) == len({one.label for one in both}) == 2, name
        assert len({one.half for one in both}) == 1, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_blame_is_about_half_of_the_sentences(language):
    labels = Counter(one.label for one in sentences("blame", language))
    assert 0.42 <= labels["blame"] / labels.total() <= 0.5


@pytest.mark.parametrize(("subject", "language"), BOTH)
def test_both_halves_are_of_about_the_same_size(subject, language):
    halves = Counter(one.half for one in sentences(subject, language))
    assert 0.4 <= halves[TUNE] / halves.total() <= 0.6
    assert halves[HELD_OUT] + halves[TUNE] == halves.total()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gold_set_has_what_rules_get_wrong(language):
    kinds = {one.kind for one in sentences("blame", language)}
    assert {"irony", "polite", "negation", "quotation", "system", "hypothetical", "trap", "praise"} <= kinds


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", LABELS)
def test_sentences_that_were_seen_are_in_neither_half_and_stand_once(subject, language):
    third = seen(subject, language)
    halves = {one.text for one in sentences(subject, language)}
    assert len(third) >= AT_LEAST[subject][0] / 2
    assert len({one.text for one in third}) == len({one.id for one in third}) == len(third)
    assert {one.label for one in third} == LABELS[subject]
    assert halves.isdisjoint(one.text for one in third)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", LABELS)
def test_sentences_of_another_writer_stand_nowhere_else(subject, language):
    unseen = part(subject, language, UNSEEN)
    others = {one.text for one in [*sentences(subject, language), *seen(subject, language)]}
    assert len({one.text for one in unseen}) == len({one.id for one in unseen}) == len(unseen)
    assert {one.label for one in unseen} == LABELS[subject]
    assert others.isdisjoint(one.text for one in unseen)
