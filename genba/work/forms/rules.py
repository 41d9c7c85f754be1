"""The organisation's own words for why a rule is there."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person


class WhyForm(forms.Form):
    """Why we have this rule, and who answers for it."""

    rules: ClassVar = {"why": "work.rule.why"}

    why = forms.CharField(
        label=_("Why do we have this rule?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences that somebody in a hurry believes. No number of a standard."),
        error_messages={"required": _("Say it in one sentence, or let the product's words stand.")},
    )
    owner = forms.ModelChoiceField(
        label=_("Who answers for this rule?"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody named"),
        error_messages={"invalid_choice": _("Choose one of the list, or leave it open.")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Person.objects.visible_to(person).filter(is_active=True)
