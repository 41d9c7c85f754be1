"""Why, not only what: every required field and every rule of the house says why, where people meet it."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from django import forms
from django.urls import get_resolver

import genba
from genba.ui.rules import all_rules, rule_named, rule_of, why_of

HOUSE = Path(genba.__path__[0])
NO_CODE_OF_FORMS = {"tests", "migrations", "config"}
#: Forms that say no why, each with its reason. Those of allauth, which ask who one is, are not forms of ours.
SPEAK_FOR_THEMSELVES = {
    "SecondFactorForm": "signing in",
    "SampleForm": "the page of components, read by builders",
}
SAID_IN_TEMPLATE = re.compile(r"""{% why "([\w.]+)\"""")
GIVEN_BY_A_VIEW = re.compile(r"""\brule="([\w.]+)\"""")
DRAWN_BY_HAND = re.compile(r"<(?:input|textarea|select)\b[^>]*\brequired\b")


def forms_of_the_house():
    """Every form class of the house, whether or not a test has used it before."""
    get_resolver().url_patterns  # noqa: B018  # reading the doors imports what they use
    for module in pkgutil.walk_packages(genba.__path__, "genba."):
        if not NO_CODE_OF_FORMS & set(module.name.split(".")):
            importlib.import_module(module.name)
    found = {form for form in below(forms.BaseForm) if form.__module__.startswith("genba.")}
    return sorted(
        (form for form in found if "tests" not in form.__module__.split(".")), key=lambda form: form.__name__
    )


def below(kind):
    for child in kind.__subclasses__():
        yield child
        yield from below(child)


def silent(form):
    """The fields that must be filled, are seen, and say no why."""
    return [
        f"{form.__module__}.{form.__name__}.{name}"
        for name, field in form.base_fields.items()
        if field.required and not field.widget.is_hidden and not why_of(rule_of(form, name))
    ]


def templates():
    return [path for path in HOUSE.rglob("templates/**/*.html") if path.name != "components.html"]


@pytest.mark.django_db
def test_every_field_that_must_be_filled_says_why():
    found = forms_of_the_house()
    assert len(found) > 80
    ours = [form for form in found if form.__name__ not in SPEAK_FOR_THEMSELVES]
    assert [field for form in ours for field in silent(form)] == []


@pytest.mark.django_db
def test_a_form_that_asks_without_a_why_is_noticed():
    class HastyForm(forms.Form):
        rules = {"named": "listen.report.text"}
        named = forms.CharField()
        shoe_size = forms.IntegerField()
        colour = forms.CharField(required=False)
        kept = forms.CharField(widget=forms.HiddenInput)

    assert silent(HastyForm) == [f"{__name__}.HastyForm.shoe_size"]


@pytest.mark.once
def test_a_required_field_that_is_drawn_by_hand_says_why_on_its_page():
    drawn = [path for path in templates() if DRAWN_BY_HAND.search(path.read_text())]
    assert len(drawn) > 2
    assert [path.name for path in drawn if not SAID_IN_TEMPLATE.search(path.read_text())] == []


@pytest.mark.once
def test_every_rule_is_shown_where_people_meet_it():
    at_fields = {rule_of(form, name) for form in forms_of_the_house() for name in fields_of(form)}
    in_templates = {code for path in templates() for code in SAID_IN_TEMPLATE.findall(path.read_text())}
    views = [path.read_text() for path in HOUSE.rglob("views/*.py")]
    by_views = {code for view in views for code in GIVEN_BY_A_VIEW.findall(view)}
    assert {code for code in in_templates | by_views if rule_named(code) is None} == set()
    assert {rule.code for rule in all_rules()} - at_fields - in_templates - by_views == set()


def fields_of(form):
    return [*form.base_fields, *getattr(form, "rules", {})]


@pytest.mark.once
def test_every_rule_that_a_form_names_is_known():
    named = {code for form in forms_of_the_house() for code in getattr(form, "rules", {}).values()}
    assert len(named) > 40
    assert {code for code in named if rule_named(code) is None} == set()
