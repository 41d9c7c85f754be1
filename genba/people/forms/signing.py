"""What is asked when somebody signs."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from genba.people.proving import Shown, Ways
from genba.people.signing import Intent
from genba.trail.meanings import Meaning


class MeaningField(forms.ChoiceField):
    """What the signature means."""


class SigningForm(forms.Form):
    """The meaning, perhaps a reason, and who one is. `seen` is the version in front of the signer."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    meaning = MeaningField(label=_("What does your signature mean?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why, or on what grounds?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("Asked with the first signature of a sitting."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Your password"),
        required=False,
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    app_code = forms.CharField(
        label=_("The number from your authenticator app"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    code = forms.CharField(
        label=_("The code from the mail"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
    credential = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, meanings: tuple[Meaning, ...], ways: Ways, is_first: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, f"{one.words}: {one.sentence}") for one in meanings]
        self.fields["meaning"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["meaning"].initial = choices[0][0]
        shown = {
            "address": is_first,
            "password": ways.password,
            "app_code": ways.app,
            "code": ways.mail,
            "credential": ways.passkey,
        }
        for name in [name for name, is_asked in shown.items() if not is_asked]:
            del self.fields[name]

    def clean_credential(self) -> Any:
        """What the browser says of a passkey. Nonsense of any depth is refused in words."""
        given = self.cleaned_data["credential"]
        try:
            return json.loads(given) if given else None
        except (ValueError, RecursionError) as nonsense:
            raise forms.ValidationError(_("Your browser sent no passkey. Please try again.")) from nonsense

    @property
    def shown(self) -> Shown:
        """What was shown of oneself."""
        names = ("address", "password", "app_code", "code")
        texts = {name: str(self.cleaned_data.get(name) or "") for name in names}
        return Shown(credential=self.cleaned_data.get("credential"), **texts)

    def intent(self, *, proved_by: str = "") -> Intent:
        """What is affirmed."""
        given = self.cleaned_data
        return Intent(
            meaning=given["meaning"], seen=given["seen"], reason=given["reason"], proved_by=proved_by
        )
