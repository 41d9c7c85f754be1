"""What is asked of somebody who suggests a change, and of somebody who has read one."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from genba.people.forms.fields import Sentence
from genba.work.models import KnownStep, Version
from genba.work.steps import LONGEST, numbered


class StepChoice(forms.ModelChoiceField[KnownStep]):
    """A step of the version that is shown, as people count it."""

    numbers: dict[str, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        return f"{self.numbers.get(obj.key, '')} {obj.what}".strip()


class SuggestionForm(forms.Form):
    """One sentence is enough. Who knows better words gives them."""

    step = StepChoice(
        label=_("Which step?"),
        queryset=KnownStep.objects.none(),
        required=False,
        empty_label=_("The whole procedure"),
        to_field_name="key",
    )
    said = Sentence(_("What should be different, and why?"), longest=1000, rows=3)
    instead = Sentence(
        _("How should the step read?"),
        longest=LONGEST["what"],
        required=False,
        help_text=_("Then it can be taken over with one tap."),
    )

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = {step.key: number for number, _depth, step in numbered(version.steps)}
        field = self.fields["step"]
        if isinstance(field, StepChoice):
            field.numbers = numbers
            field.queryset = KnownStep.objects.filter(procedure=version.procedure_id, key__in=numbers)

    def clean(self) -> dict[str, Any]:
        """Other words belong to a step."""
        given = super().clean() or {}
        if given.get("instead") and not given.get("step") and "step" not in self.errors:
            self.add_error("step", _("Choose the step that should read like this."))
        return given


class ReadingForm(forms.Form):
    """Read and understood, with the answer to the owner's question where there is one."""

    rules: ClassVar = {"answer": "work.version.question"}

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not version.question:
            return
        if version.answer_choices:
            choices = [(choice, choice) for choice in version.answer_choices]
            self.fields["answer"] = forms.ChoiceField(
                label=version.question, choices=choices, widget=forms.RadioSelect
            )
        else:
            self.fields["answer"] = Sentence(version.question, longest=500)
