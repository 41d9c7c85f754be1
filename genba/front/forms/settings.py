"""What one may set for oneself."""

from django import forms
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

    class Meta:
        model = Person
        fields = ["language", "theme", "wants_mail", "single_keys"]
        labels = {
            "wants_mail": _("Mail me once a day when there is something new"),
            "single_keys": _("Single keys are shortcuts (C to create, ? for help)"),
        }
        help_texts = {
            "wants_mail": _("Danger in your team is mailed at once. Nothing new, no mail."),
            "single_keys": _("Switch this off if you speak or dictate to your device. Ctrl-K always works."),
        }
