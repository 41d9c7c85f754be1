"""Connecting a code repository."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Team
from genba.trail.outgoing import OutgoingTrouble, check_reachable, checked
from genba.work.models import Repository

SERVERS = {"github": "https://github.com", "gitlab": "https://gitlab.com"}
NAME = re.compile(r"[\w.-]+(/[\w.-]+)+", re.ASCII)


class RepositoryForm(forms.ModelForm[Repository]):
    """Which repository, and whose it is."""

    address = forms.CharField(
        label=_("Address of the server"),
        max_length=200,
        required=False,
        help_text=_("Only where it is a server of your own; otherwise leave it empty."),
    )

    class Meta:
        model = Repository
        fields = ["provider", "name", "team", "address"]
        help_texts = {"name": _("As it stands in its address, for example: riverside/label-printer")}

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = [team.pk for team in Team.objects.all() if person.answers_for(team)]
        team = self.fields["team"]
        if isinstance(team, forms.ModelChoiceField):
            team.queryset, team.empty_label = Team.objects.filter(pk__in=teams), None

    def clean_name(self) -> str:
        """Owner and name, as the server writes them."""
        name: str = self.cleaned_data["name"].strip().strip("/")
        if not NAME.fullmatch(name) or {".", ".."} & set(name.split("/")):
            raise forms.ValidationError(_("Write the owner and the name, with a stroke between them."))
        return name

    def clean_address(self) -> str:
        """The server; the well-known one where nothing is said."""
        address: str = self.cleaned_data["address"].strip().rstrip("/")
        if not address:
            return SERVERS.get(self.cleaned_data.get("provider", ""), "")
        try:
            checked(address)
        except OutgoingTrouble as trouble:
            raise forms.ValidationError(str(trouble)) from trouble
        return address


class StatusTokenForm(forms.Form):
    """The key with which we tell the server that something was looked at."""

    token = forms.CharField(
        label=_("Access token"),
        max_length=500,
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It is kept closed and never shown again. Send the field empty to take it away."),
    )

    def __init__(self, *args: Any, repository: Repository, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.repository = repository

    def clean_token(self) -> str:
        """Only letters that a header may hold, and a server that we may call."""
        token: str = self.cleaned_data["token"]
        if not token:
            return ""
        if not token.isascii() or not token.isprintable() or " " in token:
            raise forms.ValidationError(_("This does not look like a token."))
        try:
            check_reachable(self.repository.api)
        except OutgoingTrouble as trouble:
            raise forms.ValidationError(str(trouble)) from trouble
        return token
