"""What is asked about a source: the settings of its kind, its secret, and how often it is asked."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from genba.sources.connectors.connector import Asked, SourceTrouble
from genba.trail.outgoing import OutgoingTrouble, checked
from genba.understand.models import Feed

LONGEST = 500
LONGEST_TEXT = 4000
WEB = {"rest", "jira", "odoo", "erpnext"}


class FeedForm(forms.ModelForm[Feed]):
    """The fields of one kind of source. The secret is never filled in: an empty one keeps what is there."""

    rules: ClassVar = {
        "schedule": "understand.feed.schedule",
        "silent_after_days": "understand.feed.silent",
        "address": "understand.feed.address",
        "key_as": "understand.feed.key_as",
        "gather": "understand.feed.gather",
        "period": "understand.feed.gather",
        "query": "understand.feed.question",
        "jql": "understand.feed.question",
        "measure": "understand.feed.question",
        "model": "understand.feed.question",
        "method": "understand.feed.question",
        "folder": "understand.feed.address",
        "sslmode": "understand.feed.key_as",
    }

    class Meta:
        model = Feed
        fields = ["schedule", "silent_after_days"]
        labels: ClassVar = {
            "schedule": _("How often is it asked?"),
            "silent_after_days": _("Say so when nothing new has come for so many days"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        connector = self.instance.connector
        own = {one.name: _field(one, self.instance.settings) for one in connector.asks}
        if connector.secret:
            own["secret"] = self._secret()
        places = {**own, **self.fields}
        names = [one.name for one in connector.asks if one.is_place]
        order = [*names, "secret", *(name for name in own if name not in {*names, "secret"}), *self.fields]
        self.fields = {name: places[name] for name in order if name in places}

    def _secret(self) -> forms.Field:
        connector = self.instance.connector
        kept = _("One is kept. Leave this empty to go on with it.") if self.instance.sealed_secret else ""
        return forms.CharField(
            label=str(connector.secret),
            help_text=" ".join(str(words) for words in (connector.secret_help, kept) if words),
            max_length=LONGEST,
            required=False,
            strip=True,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        )

    def clean_address(self) -> str:
        """An address that can be read; whether it answers is for the test."""
        address: str = self.cleaned_data["address"]
        if self.instance.kind in WEB:
            try:
                checked(address)
            except OutgoingTrouble as trouble:
                raise ValidationError(str(trouble.sentence)) from None
        return address

    def clean(self) -> dict[str, Any]:
        """What the kind of source itself finds wrong, each at its field."""
        cleaned: dict[str, Any] = super().clean() or {}
        for one in self.instance.connector.asks:
            try:
                if one.check and one.name in cleaned:
                    one.check(cleaned[one.name])
            except SourceTrouble as trouble:
                self.add_error(one.name, trouble.detail)
        return cleaned

    def clean_silent_after_days(self) -> int:
        """At least a day."""
        days: int = self.cleaned_data["silent_after_days"]
        if not 1 <= days <= 3650:
            raise ValidationError(_("A number of days between 1 and 3650."))
        return days

    @property
    def feed(self) -> Feed:
        """The feed with what was typed; the verb keeps it."""
        self.instance.settings = {
            one.name: str(self.cleaned_data[one.name]) for one in self.instance.connector.asks
        }
        return self.instance


def _field(one: Asked, settings: dict[str, str]) -> forms.Field:
    words: dict[str, Any] = {
        "label": one.label,
        "help_text": one.help,
        "required": one.required,
        "initial": settings.get(one.name, one.start),
    }
    if one.choices:
        return forms.ChoiceField(choices=list(one.choices), **words)
    if one.lines > 1:
        widget = forms.Textarea(attrs={"rows": one.lines, "spellcheck": "false", "dir": "ltr"})
        return forms.CharField(max_length=LONGEST_TEXT, widget=widget, **words)
    plain = forms.TextInput(attrs={"spellcheck": "false", "dir": "auto", "autocomplete": "off"})
    return forms.CharField(max_length=LONGEST, widget=plain, **words)
