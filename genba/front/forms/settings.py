"""What one may set for oneself."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person

THEMES = [("auto", _("As my device has it")), ("light", _("Light")), ("dark", _("Dark"))]


class SettingsForm(forms.ModelForm[Person]):
    """How Genba looks and speaks to one person."""

    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: [("", _("As my browser has it")), *_languages()],
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


def _languages() -> list[tuple[str, str]]:
    """Every language under its own name, so that whoever needs it can read it."""
    return [(code, _own_name(code)) for code, _name in settings.LANGUAGES]


def _own_name(code: str) -> str:
    return str(get_language_info(code)["name_local"]).capitalize()
