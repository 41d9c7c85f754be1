"""What is asked in the life of a version: a reason, a trial, its decision, and what readers are asked."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.forms.fields import Sentence
from genba.people.models import Person, Team
from genba.work.models import Pilot

MOST_CHOICES = 6


class BecauseForm(forms.Form):
    """One sentence with the reason."""

    rules: Mapping[str, str] = MappingProxyType({"because": "work.ending.why"})

    because = Sentence(_("Why?"), longest=500)

    def __init__(self, *args: Any, question: Any = None, rule: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rule:
            self.rules = {"because": rule}
        if question is not None:
            self.fields["because"].label = question


class PilotForm(forms.Form):
    """A small team, a day, and what it shall show."""

    question = Sentence(
        _("What shall the pilot show?"),
        longest=300,
        required=False,
        help_text=_("Something one can see or count, for example: no cover comes back loose."),
    )
    team = forms.ModelChoiceField(
        label=_("Which team tries it?"),
        queryset=Team.objects.all(),
        required=False,
        empty_label=_("No whole team"),
    )
    people = forms.ModelMultipleChoiceField(
        label=_("Or which people?"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    until = forms.DateField(label=_("Until when?"), widget=forms.DateInput, help_text=_("Tomorrow or later."))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = people

    def clean(self) -> dict[str, Any]:
        """Somebody tries it, and the day lies ahead."""
        given = super().clean() or {}
        if "team" not in self.errors and not given.get("team") and not given.get("people"):
            self.add_error("team", _("Name a team, or choose the people who try it."))
        until = given.get("until")
        if until and until <= timezone.localdate():
            self.add_error("until", _("Choose a day from tomorrow on: a trial needs time to show something."))
        return given


class DecisionField(forms.ChoiceField):
    """The ways in which a pilot can end."""

    choice_icons = {"go_on": "arrow-right", "change": "pencil", "stop": "cross"}


class DecisionForm(forms.Form):
    """How a pilot ends. Stopping is worth as much as going on."""

    decision = DecisionField(
        label=_("What do we do with it?"), choices=Pilot.Decision.choices, widget=forms.RadioSelect
    )
    learned = Sentence(_("What did we learn?"), longest=2000, rows=3)


class ApprovalForm(forms.Form):
    """Why it changes, and what those who work with it are asked when it is in force."""

    rules: ClassVar = {"reason": "work.version.reason", "question": "work.version.question"}

    reason = Sentence(_("Why does it change?"), longest=500)
    question = Sentence(
        _("One question to those who read it"),
        longest=300,
        required=False,
        help_text=_("Ask what matters in the work, not what stands in the text."),
    )
    expected_answer = Sentence(
        _("What does a good answer say?"),
        required=False,
        help_text=_("It is shown after they have answered. Nobody is scored."),
        longest=500,
    )
    choices = forms.CharField(
        label=_("Answers to choose from, one in each line"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leave it empty and they answer in their own words."),
    )
    not_read_because = Sentence(
        _("Nobody needs to read it, because"),
        longest=300,
        required=False,
        help_text=_("Only where nothing changes in the work, for example a wrong letter."),
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["reason"]

    def clean_choices(self) -> list[str]:
        """The lines, each once."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["choices"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) == 1:
            raise forms.ValidationError(_("One answer is no choice. Give two or more, or none."))
        if len(found) > MOST_CHOICES:
            raise forms.ValidationError(_("Six answers are the most that anybody reads."))
        return found

    def clean(self) -> dict[str, Any]:
        """Answers belong to a question; who needs not read it is not asked."""
        given = super().clean() or {}
        is_asked = bool(given.get("question"))
        if not is_asked and (given.get("choices") or given.get("expected_answer")):
            self.add_error("question", _("There are answers, but no question."))
        if is_asked and given.get("not_read_because"):
            self.add_error("not_read_because", _("Either there is a question, or nobody needs to read it."))
        return given
