"""How somebody who is invited wants to sign in."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person


def new_password_field(**more: Any) -> forms.CharField:
    """A password to choose; managers of passwords know that it is a new one."""
    return forms.CharField(
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        **more,
    )


class AcceptForm(forms.Form):
    """A password, or mailed codes."""

    rules: ClassVar = {"name": "people.person.name"}

    name = forms.CharField(label=_("Your name"), max_length=120)
    password = new_password_field(label=_("Password"), required=False)
    way = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["name"].initial = person.name
        self.fields["password"].help_text = " ".join(password_validators_help_texts()[:1])

    def clean(self) -> dict[str, Any]:
        """Whoever chooses a password needs one that is hard to guess."""
        cleaned: dict[str, Any] = super().clean() or {}
        password = cleaned.get("password") or ""
        if cleaned.get("way") == "code":
            cleaned["password"] = ""
        elif not password and "password" not in self.errors:
            self.add_error("password", _("Choose a password, or go on without one below."))
        elif password:
            try:
                validate_password(password, self.person)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return cleaned
