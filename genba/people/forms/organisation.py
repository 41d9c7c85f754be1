"""What is asked about the organisation, its promise, and programs that act for people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from genba.people.models import ApiToken, Organisation
from genba.people.models.organisation import PROMISE_DRAFT


class OrganisationForm(forms.ModelForm[Organisation]):
    """The organisation's name."""

    class Meta:
        model = Organisation
        fields = ["name"]
        labels = {"name": _("Name")}


class PromiseForm(forms.Form):
    """The promise, made by somebody who can keep it."""

    words = forms.CharField(
        label=_("The promise"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Everybody who reports reads this first. Two to four sentences, in your own voice."),
    )
    name = forms.CharField(label=_("Your name"), max_length=120)
    role = forms.CharField(label=_("Your role"), max_length=120)
    mine = forms.BooleanField(
        label=_("These are my words, and I will keep them"),
        error_messages={"required": _("Tick this to sign. A promise needs somebody who means it.")},
    )

    def __init__(self, *args: Any, organisation: Organisation, name: str = "", **kwargs: Any) -> None:
        kwargs["initial"] = {
            "words": organisation.promise or PROMISE_DRAFT,
            "name": organisation.promise_by or name,
            "role": organisation.promise_role,
        }
        super().__init__(*args, **kwargs)


class TokenForm(forms.Form):
    """What a token is for."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        help_text=_("So that you know later which one to withdraw: “Shop-floor tablet”, “Monthly export”."),
    )
    scope = forms.ChoiceField(
        label=_("What may it do?"), choices=ApiToken.Scope.choices, initial=ApiToken.Scope.READ
    )
    days = forms.TypedChoiceField(
        label=_("How long is it good for?"),
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("A year"))],
        initial=90,
        coerce=int,
    )
