"""Fields that the forms of documents, equipment and skills share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Team
from genba.people.searching import person_meant

MOST_TO_TICK = 24


class Somebody(forms.CharField):
    """A person, typed as name or address. A person goes in and comes out."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("help_text", _("Name or e-mail address."))
        super().__init__(max_length=254, **more)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Person.objects.filter(pk=value).first()
        return value.name if isinstance(value, Person) else value

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if not words:
            return None
        found = person_meant(str(words))
        if found is None:
            raise ValidationError(
                _("Nobody, or more than one person, has this name. Write the e-mail address instead.")
            )
        return found


class Teams(forms.ModelMultipleChoiceField[Team]):
    """Several teams: ticked while they are few, chosen in a list where there are many."""

    def __init__(self, **more: Any) -> None:
        super().__init__(Team.objects.none(), widget=forms.CheckboxSelectMultiple, **more)

    def offer(self) -> None:
        """Read which teams there are; a form calls it when it is made."""
        self.queryset = Team.objects.select_related("site").order_by("name")
        if self.queryset[: MOST_TO_TICK + 1].count() > MOST_TO_TICK:
            self.widget = forms.SelectMultiple(attrs={"size": 8})
            self.widget.choices = self.choices


def in_errors(form: forms.BaseForm, refusal: ValidationError) -> None:
    """Put a refusal of the deed at the fields of the form; what has no field there stands above."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
