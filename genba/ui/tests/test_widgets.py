"""The quick controls are letter by letter what Django's own templates make of them."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from genba.ui.widgets import DRAWN, QuickRenderer

NASTY = '<b>"it\'s"</b> & more'
CHOICES = [
    ("", "---"),
    (1, "one"),
    (1234567, NASTY),
    ("Group <1>", [("a", gettext_lazy("Name")), ("b", 1.5)]),
]
WIDGETS = [
    forms.TextInput(),
    forms.NumberInput(attrs={"min": 0, "step": 0.1}),
    forms.EmailInput(),
    forms.URLInput(),
    forms.PasswordInput(render_value=True),
    forms.HiddenInput(),
    forms.DateInput(),
    forms.DateTimeInput(),
    forms.TimeInput(),
    forms.CheckboxInput(),
    forms.FileInput(),
    forms.Textarea(attrs={"rows": 3, "class": NASTY}),
    forms.Select(choices=CHOICES),
    forms.SelectMultiple(choices=CHOICES),
    forms.RadioSelect(choices=CHOICES),
    forms.CheckboxSelectMultiple(choices=CHOICES),
    forms.NullBooleanSelect(),
    forms.ClearableFileInput(),
]
ATTRS = {
    "id": 'id_"x"',
    "required": True,
    "disabled": False,
    "data-x": mark_safe("a&amp;b"),
    "maxlength": 1000,
}
VALUES: list[object] = [
    None,
    "",
    "a",
    NASTY,
    1,
    1234567,
    1.5,
    True,
    False,
    mark_safe("<i>"),
    "\n two\nlines ",
]

words = st.text(max_size=20)


def names(widget):
    return type(widget).__name__


@pytest.mark.parametrize("widget", WIDGETS, ids=names)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_control_is_what_the_template_makes_of_it(widget, value):
    drawn = widget.render("a name", value, ATTRS, renderer=QuickRenderer())
    assert drawn == widget.render("a name", value, ATTRS, renderer=DjangoTemplates())


@pytest.mark.parametrize("kind", [forms.RadioSelect, forms.CheckboxSelectMultiple])
@pytest.mark.parametrize("wrapped", [True, False])
def test_a_single_choice_is_what_the_template_makes_of_it(kind, wrapped):
    class Ask(forms.Form):
        what = forms.ChoiceField(choices=CHOICES[:3], widget=kind)

    quick, slow = (
        [choice.tag(wrap_label=wrapped) for choice in Ask(renderer=renderer)["what"].subwidgets]
        for renderer in (QuickRenderer(), DjangoTemplates())
    )
    assert quick == slow
    assert len(quick) == 3


@given(words, words, st.dictionaries(words.filter(bool), words | st.booleans() | st.integers(), max_size=3))
def test_whatever_stands_in_a_control_is_escaped_alike(name, value, attrs):
    for widget in (forms.TextInput(), forms.Textarea(), forms.Select(choices=[(value, name), (name, value)])):
        drawn = widget.render(name, value, attrs, renderer=QuickRenderer())
        assert drawn == widget.render(name, value, attrs, renderer=DjangoTemplates())


def test_the_house_draws_its_controls_with_it():
    assert isinstance(get_default_renderer(), QuickRenderer)
    assert len(DRAWN) >= 15
