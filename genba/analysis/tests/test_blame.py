"""Judgements about people are marked, with their words and a question; machines, quotations and denials
are left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genba.analysis.blame.flags import flags, is_validated, looked_over, ownership
from genba.analysis.blame.language import UNKNOWN, language_of
from genba.analysis.blame.patterns import PatternFault, compiled
from genba.analysis.blame.rules import LANGUAGES, SUBJECTS, UnknownLanguage, rule_set

pytestmark = pytest.mark.once


def kinds(text, language):
    return [flag.kind for flag in flags(text, language)]


@pytest.mark.parametrize(
    ("language", "blames", "does_not"),
    [
        ("en", "The operator failed to close the valve.", "The sensor failed to close the valve."),
        ("en", "You should have told us.", "The display should have told us."),
        ("en", "If he had looked, we would know.", "If the lamp had been lit, we would know."),
        ("en", "Nina was careless.", "Nina was not careless."),
        ("de", "Der Schlosser hat die Schraube vergessen.", "Das Programm hat die Zeile vergessen."),
        ("de", "Die Kollegin hätte fragen müssen.", "Der Assistent am Bildschirm hat gefragt."),
        ("de", "Er ist faul.", "Er ist nicht faul."),
        ("es", "El mecánico no apretó la tuerca.", "La máquina no apretó la tuerca."),
        ("es", "El médico debería haber avisado.", "La alarma debería haber avisado."),
        ("fr", "Le soudeur a oublié le joint.", "Le programme a oublié la ligne."),
        ("fr", "La secrétaire aurait dû vérifier.", "L'écran aurait dû afficher la limite."),
    ],
)
def test_people_are_judged_and_machines_are_not(language, blames, does_not):
    assert flags(blames, language)
    assert flags(does_not, language) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The sign reads “Careless workers get hurt” since 1990."),
        ("en", "He said 'the operator is an idiot', and then he apologised."),
        ("de", "Im Heft steht „Der Bediener ist schuld“, das stimmt aber nicht."),
        ("de", "Da steht »Faule Leute fliegen raus« an der Wand."),
        ("es", "El cartel dice «los operarios son unos vagos» desde hace años."),
        ("fr", "On lit « les opérateurs sont paresseux » sur le mur."),
    ],
)
def test_what_is_only_quoted_is_not_the_writers_judgement(language, text):
    assert flags(text, language) == ()
    assert flags(text.translate(str.maketrans("", "", "“”„«»'‘’")), language) != ()


def test_a_short_quotation_inside_a_sentence_is_the_name_of_a_thing():
    assert flags("Ich habe den Haken bei „Eilauftrag“ vergessen.", "de")
    assert flags("The clerk left “Box A” unlocked.", "en")
    assert flags("The clerk said “I forgot it” to her.", "en") == ()


@pytest.mark.parametrize(
    ("language", "explained", "bare"),
    [
        (
            "en",
            "The fitter used the wrong screws because the box had no label.",
            "The fitter used the wrong screws because he was careless.",
        ),
        (
            "de",
            "Der Schlosser hat die falschen Schrauben genommen, weil die Schachtel kein Etikett trug.",
            "Der Schlosser hat die falschen Schrauben genommen, weil er schlampig war.",
        ),
    ],
)
def test_a_wrong_choice_that_a_thing_explains_is_left_alone(language, explained, bare):
    assert flags(explained, language) == ()
    assert flags(bare, language)


def test_what_is_the_wards_did_not_do_what_the_ward_does():
    assert flags("The ward's old bed failed to lock.", "en") == ()
    assert flags("The ward failed to lock the bed.", "en")
    assert flags("The nurse's careless again.", "en")


def test_what_is_damaged_is_not_what_somebody_damaged():
    assert flags("Der Fahrer meldete uns das beschädigte Regal.", "de") == ()
    assert flags("Der Fahrer beschädigte Regal drei.", "de")


def test_a_text_that_is_quoted_as_a_whole_is_still_looked_at():
    assert flags("“The operator was careless.”", "en")


def test_a_quotation_that_never_closes_hides_nothing():
    assert kinds('A 19" rack. The operator was careless.', "en") == ["trait"]


def test_a_flag_tells_where_the_words_stand_and_asks_about_the_system():
    text = "Grüße! 😀 The fitter forgot the seal. It was his fault."
    first, second = flags(text, "en")
    assert (first.words, first.kind) == ("fitter forgot", "judgement")
    assert text[first.start : first.end] == first.words
    assert text[second.start : second.end] == second.words == "his fault"
    assert first.question.endswith("?")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_blame_has_a_question_in_each_language(language):
    rules = rule_set("blame", language)
    assert {rule.kind for rule in rules.rules} == set(rules.questions)
    assert {"judgement", "omission", "counterfactual", "sanction", "trait"} == set(rules.questions)
    assert all(question.endswith("?") for question in rules.questions.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_that_a_pattern_names_is_there(language):
    for subject in SUBJECTS:
        rules = rule_set(subject, language)
        known = {
            name
            for where in (rules.lists.exact, rules.lists.beginnings, rules.lists.endings)
            for names in where.values()
            for name in names
        }
        named = {name for rule in rules.rules for one in rule.needed for name in one.classes}
        assert named - known == set()


def test_the_machine_of_the_sentence_before_is_what_a_pronoun_means():
    assert flags("Der Sensor war verdreckt. Er hätte auslösen müssen.", "de") == ()
    assert kinds("Der Pfleger war an der Pumpe. Er hätte klingeln müssen.", "de") == ["counterfactual"]
    assert flags("The sensors were dirty. They should have sounded.", "en") == ()
    assert kinds("The sensor was dirty. He should have cleaned it.", "en") == ["counterfactual"]


def test_what_might_happen_is_nobodys_fault():
    assert flags("If an operator ignores the lamp, the press stops.", "en") == ()
    assert flags("Anybody can make a mistake.", "en") == ()
    assert kinds("The operator ignored the lamp.", "en") == ["omission"]


@pytest.mark.parametrize(
    ("language", "ours", "others"),
    [
        ("en", "I stopped the line.", "That is not my department."),
        ("de", "Wir haben den Ablauf geändert.", "Die Qualität soll das prüfen."),
        ("es", "Hemos cambiado el orden.", "No es mi trabajo."),
        ("fr", "Nous avons modifié l'étape.", "Ce n'est pas mon service."),
    ],
)
def test_quality_is_ours_or_somebody_elses(language, ours, others):
    assert {flag.kind for flag in ownership(ours, language)} == {"ours"}
    (flag,) = ownership(others, language)
    assert flag.kind == "others"
    assert flag.question.endswith("?")


def test_a_language_without_gold_sentences_is_not_validated():
    assert not is_validated("it")
    with pytest.raises(UnknownLanguage, match="de, es, fr"):
        flags("È colpa sua.", "it")
    with pytest.raises(UnknownLanguage):
        ownership("../../etc", "../people.en")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The valve was open again and nobody knows why.", "en"),
        ("Das Ventil war wieder offen und keiner weiß warum.", "de"),
        ("La válvula estaba abierta otra vez y nadie sabe por qué.", "es"),
        ("La vanne était encore ouverte et personne ne sait pourquoi.", "fr"),
        ("La valvola era di nuovo aperta e nessuno sa perché.", UNKNOWN),
        ("De klep stond weer open en niemand weet waarom.", UNKNOWN),
        ("الصمام كان مفتوحا", UNKNOWN),
        ("4711 / 08:15", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_the_language_is_guessed_or_honestly_unknown(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize("pattern", ["<3>", "@person?", "{9} {9} {9} a", "!a"])
def test_a_pattern_that_takes_nothing_or_reaches_too_far_is_refused(pattern):
    with pytest.raises(PatternFault):
        compiled(pattern, str)


MIXED = (
    """the operator he should have not failed to if had , . " “ ” ' hätte der qu' s' personne no que forgot"""
)
WORDS = st.sampled_from(MIXED.split())


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, min_size=5, max_size=40).map(" ".join), st.sampled_from(LANGUAGES))
def test_four_times_the_text_is_four_times_the_work_and_not_sixteen(text, language):
    rules = rule_set("blame", language)
    _, ten = looked_over(f"{text}\n" * 10, 0, rules)
    _, forty = looked_over(f"{text}\n" * 40, 0, rules)
    assert forty <= 4 * ten * 1.5  # what stands where a text begins and ends weighs more in the short one


@pytest.mark.parametrize("unit", ["he ", "the operator ", "should have ", '"', "if he had ", "not ", ", "])
def test_no_sentence_without_an_end_makes_it_slow(unit):
    rules = rule_set("blame", "en")
    _, short = looked_over(unit * 500, 0, rules)
    _, long = looked_over(unit * 2_000, 0, rules)
    assert long <= 4.2 * short


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300), st.sampled_from(LANGUAGES))
def test_any_text_is_borne_and_spans_fit(text, language):
    for flag in (*flags(text, language), *ownership(text, language)):
        assert text[flag.start : flag.end] == flag.words


def test_a_hundred_kilobytes_are_taken_in_pieces_with_true_places():
    text = "The lamp is on. " * 6_000 + "The operator forgot the seal. " + "A " * 5_000
    (flag,) = flags(text, "en")
    assert text[flag.start : flag.end] == "operator forgot"
    assert flags("a" * 120_000, "en") == ()
    assert flags('"' * 100_000, "fr") == ()
