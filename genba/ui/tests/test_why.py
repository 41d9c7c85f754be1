"""The why of a rule in one tap: plain HTML beside the label, and nothing where nobody has said it."""

import pytest
from django import forms
from django.template import Context, Template

from genba.ui import rules
from genba.ui.rules import Rule, register_rule, take_own_whys_from, why_of


class AskedForm(forms.Form):
    rules = {"words": "test.words", "nothing": "test.silent"}
    words = forms.CharField(label="Words")
    nothing = forms.CharField(label="Nothing")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect)


@pytest.fixture(autouse=True)
def two_rules(monkeypatch):
    monkeypatch.setattr(rules, "_rules", {})
    monkeypatch.setattr(rules, "_own", [])
    register_rule(Rule("test.words", "Form", "Words are needed", "<b>We</b> were not there."))
    register_rule(Rule("test.silent", "Form", "Nobody knows"))


def drawn(source):
    return Template(source).render(Context({"form": AskedForm()}))


def test_a_field_shows_the_why_of_its_rule_beside_the_label():
    page = drawn("{% field form.words %}")
    assert '<details class="why"><summary>Why?<span class="sr"> Words</span></summary>' in page
    assert page.index("</label>") < page.index("<details")


def test_words_cannot_break_out():
    assert "<b>We" not in drawn("{% field form.words %}")
    assert "&lt;b&gt;We" in drawn('{% why "test.words" %}')


def test_where_nobody_said_why_nothing_is_drawn():
    assert "<details" not in drawn("{% field form.nothing %}{% field form.kind %}{% why 'test.silent' %}")
    assert drawn('{% why "test.unknown" %}') == ""


def test_a_field_that_is_drawn_many_times_need_say_it_only_once():
    assert drawn('{% field form.words %}{% field form.words why="" %}').count("<details") == 1


def test_a_group_keeps_its_legend_first():
    page = drawn("{% field form.kind why='Because' %}")
    assert page.index("</legend>") < page.index('<details class="why">') < page.index('class="choice"')


def test_own_words_count_first():
    take_own_whys_from(lambda: {"test.words": "So that the shift knows.", "test.unknown": "x"})
    assert why_of("test.words") == "So that the shift knows."
    assert why_of("test.unknown") == ""


class SampleTrialForm(forms.Form):
    until = forms.CharField()


def test_a_form_that_names_nothing_asks_for_the_rule_of_its_own_name():
    assert rules.rule_of(SampleTrialForm(), "until") == "ui.sample_trial.until"
    assert rules.rule_of(AskedForm(), "words") == "test.words"
