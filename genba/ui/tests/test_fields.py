import datetime as dt

import pytest
from django import forms
from django.template import engines

from genba.ui.tests.test_prose import read


class ReportForm(forms.Form):
    text = forms.CharField(label="What happened?", widget=forms.Textarea, help_text="One sentence.")
    title = forms.CharField(max_length=5)
    place = forms.ChoiceField(choices=[("4", "Line 4")], required=False)
    severity = forms.ChoiceField(
        choices=[("low", "Annoying"), ("high", "Stop!")], widget=forms.RadioSelect, required=False
    )
    due = forms.DateField(required=False)
    photo = forms.ImageField(required=False)
    paper = forms.FileField(required=False)
    anonymous = forms.BooleanField(required=False)
    teams = forms.MultipleChoiceField(
        choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, required=False
    )
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def draw(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


def wrong() -> ReportForm:
    return ReportForm({"title": "far too long", "severity": "terrible", "secret": "kept"})


def test_label_control_help_and_error_belong_together():
    drawn = draw("{% field form.text %}", form=wrong())
    assert '<label for="id_text">' in drawn
    assert 'aria-describedby="id_text_helptext id_text_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_text_helptext"' in drawn
    assert 'id="id_text_error"' in drawn


def test_a_hint_from_the_template_is_tied_to_the_control():
    assert 'aria-describedby="id_title_helptext"' in draw(
        '{% field form.title hint="Short." %}', form=ReportForm()
    )
    quiet = draw('{% field form.text hint="" %}', form=ReportForm())
    assert "aria-describedby" not in quiet
    assert "helptext" not in quiet


def test_a_field_without_fault_makes_no_alarm():
    drawn = draw("{% field form.title %}", form=ReportForm())
    assert "aria-invalid" not in drawn
    assert "field-error" not in drawn


def test_what_was_typed_is_still_there():
    assert 'value="far too long"' in draw("{% field form.title %}", form=wrong())


def test_optional_fields_say_so_and_can_keep_quiet():
    assert "optional" in draw("{% field form.place %}", form=ReportForm())
    assert "optional" not in draw("{% field form.title %}", form=ReportForm())
    assert "optional" not in draw("{% field form.place optional=False %}", form=ReportForm())


def test_one_of_a_few_is_a_group_of_cards():
    drawn = draw('{% field form.severity look="severity" %}', form=wrong())
    assert drawn.count('type="radio"') == 2
    assert drawn.count('class="bars"') == 2
    assert "<fieldset" in drawn
    assert 'aria-describedby="id_severity_error"' in drawn


def test_a_yes_or_no_is_a_switch():
    assert 'role="switch"' in draw("{% field form.anonymous %}", form=ReportForm())


def test_a_photo_has_one_big_button_and_a_paper_its_own():
    assert "Add photo" in draw("{% field form.photo %}", form=ReportForm())
    assert "Choose a file" in draw("{% field form.paper %}", form=ReportForm())


def test_a_date_uses_the_picker_and_keeps_its_value():
    form = ReportForm(initial={"due": dt.date(2025, 10, 12)})
    assert 'type="date"' in draw("{% field form.due %}", form=form)
    assert 'value="2025-10-12"' in draw("{% field form.due %}", form=form)


def test_people_may_write_in_any_direction():
    assert 'dir="auto"' in draw("{% field form.text %}", form=ReportForm())


def test_all_fields_come_with_the_hidden_ones():
    drawn = draw("{% fields form %}", form=wrong())
    assert drawn.count("field field-") == 9
    assert 'type="hidden" name="secret" value="kept"' in drawn


def test_no_identifier_stands_twice_on_a_page():
    ids = [value for name, value in read(draw("{% fields form %}", form=wrong())).attributes if name == "id"]
    assert sorted(ids) == sorted(set(ids))


def test_the_summary_leads_to_each_field():
    drawn = draw("{% errors form %}", form=wrong())
    assert 'href="#id_text"' in drawn
    assert 'href="#id_title"' in drawn
    assert 'href="#id_severity"' in drawn
    assert 'role="alert"' in drawn


def test_the_summary_also_tells_what_belongs_to_no_field():
    form = wrong()
    form.add_error(None, "Come back <b>tomorrow</b>")
    form.add_error("secret", "Expired")
    drawn = draw("{% errors form %}", form=form)
    assert "Come back &lt;b&gt;tomorrow&lt;/b&gt;" in drawn
    assert "Secret: Expired" in drawn


def test_a_form_without_fault_has_no_summary():
    assert draw("{% errors form %}", form=ReportForm()) == ""


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "مرحبا", "😀" * 50, '" onfocus="x', "x" * 100_000]
)
def test_whatever_was_typed_comes_back_as_text(text: str):
    drawn = draw("{% errors form %}{% fields form %}", form=ReportForm({"title": text}))
    seen = read(drawn)
    assert "script" not in seen.tags
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert ("value", text) in seen.attributes


def test_a_field_that_does_not_exist_leaves_no_trace():
    assert draw("{% field form.nothing %}", form=ReportForm()) == ""


class WithDashes(forms.Form):
    kind = forms.ChoiceField(choices=[("", "---------"), ("a", "Drawing")])
    state = forms.ChoiceField(choices=[("", "---------"), ("b", "In use")], required=False)
    place = forms.ChoiceField(choices=[("", "Anywhere"), ("4", "Line 4")], required=False)


def test_no_choice_yet_is_said_in_words_and_never_in_dashes():
    page = draw("{% fields form %}", form=WithDashes())
    assert "----" not in page
    assert '<option value="" selected>Please choose</option>' in page
    assert '<option value="" selected>Not said</option>' in page
    assert '<option value="" selected>Anywhere</option>' in page


def test_an_empty_choice_of_a_required_field_is_still_refused():
    form = WithDashes({"kind": "", "state": "", "place": ""})
    draw("{% fields form %}", form=form)
    assert not form.is_valid()
    assert list(form.errors) == ["kind"]
