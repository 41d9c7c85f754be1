"""What one may set for oneself."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.front.context import LANGUAGES_WITH_WORDS
from genba.people.models import Person

THEMES = [("auto", _("As my device has it")), ("light", _("Light")), ("dark", _("Dark"))]


class SettingsForm(forms.ModelForm[Person]):
    """How Genba looks and speaks to one person."""

    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: [("", _("As my browser has it")), *LANGUAGES_WITH_WORDS],
    )

    away_until = forms.DateField(
        label=_("I am away until"),
        required=False,
        widget=forms.DateInput,
        help_text=_(
            "The last day on which you are not here. Until then nobody reminds you to read something; "
            "whoever answers for your team sees the day beside it."
        ),
    )

    class Meta:
        model = Person
        fields = ["language", "theme", "away_until", "wants_mail", "single_keys"]
        labels = {
            "wants_mail": _("Mail me once a day when there is something new"),
            "single_keys": _("Single keys are shortcuts (C to create, ? for help)"),
        }
        help_texts = {
            "wants_mail": _("Danger in your team is mailed at once. Nothing new, no mail."),
            "single_keys": _("Switch this off if you speak or dictate to your device. Ctrl-K always works."),
        }

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if not self.instance.is_away:
            self.initial["away_until"] = None

    def clean_away_until(self) -> date | None:
        """A day that is over would say nothing."""
        day: date | None = self.cleaned_data["away_until"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Leave it empty when you are here."))
        return day
