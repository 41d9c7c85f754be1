"""The four questions of the first run."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from genba.front.context import LANGUAGES_WITH_WORDS
from genba.people.forms.invitation import new_password_field
from genba.people.lists import Branch, read_lines, read_tree
from genba.people.models import Person
from genba.people.models.organisation import PROMISE_DRAFT

NOW, LATER = "now", "later"
LONGEST_LIST = 60_000


class NameForm(forms.Form):
    """What the organisation is called, and in which language we go on."""

    rules: ClassVar = {"organisation": "people.organisation.name"}

    organisation = forms.CharField(
        label=_("What is your organisation called?"),
        max_length=120,
        help_text=_("As people say it every day. It stands at the top of every page."),
    )
    language = forms.ChoiceField(label=_("Your language"), choices=LANGUAGES_WITH_WORDS)


class SitesForm(forms.Form):
    """Where people work, line by line."""

    sites = forms.CharField(
        label=_("Your sites, one on each line"),
        max_length=LONGEST_LIST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A building, a plant, a clinic. One is enough. A town may follow after a comma."),
    )

    def clean_sites(self) -> str:
        """At least one site, each once."""
        text: str = self.cleaned_data["sites"]
        names = [name.casefold() for name, _town in read_sites(text)]
        if not names:
            raise forms.ValidationError(_("Name at least one site."))
        if len(set(names)) < len(names):
            raise forms.ValidationError(_("A site stands here twice. Every site needs its own name."))
        return text


class TeamsForm(forms.Form):
    """The teams of each site as an indented list."""

    def __init__(self, *args: Any, sites: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, site in enumerate(sites):
            self.fields[f"teams_{number}"] = forms.CharField(
                label=_("Teams of %(site)s") % {"site": site} if len(sites) > 1 else _("Your teams"),
                max_length=LONGEST_LIST,
                required=False,
                strip=False,
                widget=forms.Textarea(attrs={"rows": 8 if len(sites) == 1 else 5, "class": "tree-text"}),
            )

    def clean(self) -> dict[str, Any]:
        """Every list must be readable, and there must be a team."""
        cleaned: dict[str, Any] = super().clean() or {}
        found = 0
        for name, text in list(cleaned.items()):
            try:
                found += len(read_tree(text or ""))
            except forms.ValidationError as trouble:
                self.add_error(name, trouble)
        if not found and not self.errors:
            self.add_error(
                next(iter(self.fields)), _("Name at least one team: reports need somebody who answers.")
            )
        return cleaned


class StartForm(forms.Form):
    """The first administrator, and who makes the promise."""

    rules: ClassVar = {
        **{name: f"people.person.{name}" for name in ("name", "email")},
        **{name: f"people.promise.{name}" for name in ("words", "mine")},
        "signer": "people.promise.name",
        "signer_role": "people.promise.role",
    }

    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail"), max_length=254)
    password = new_password_field(
        label=_("A password"), help_text=_("At least 12 characters. A short sentence works well.")
    )
    words = forms.CharField(
        label=_("The promise"),
        max_length=2000,
        initial=PROMISE_DRAFT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("This is a draft. It works when the chief executive says it in their own words."),
    )
    when = forms.ChoiceField(
        label=_("Who signs it?"),
        choices=[(NOW, _("The chief executive is here")), (LATER, _("Ask them later"))],
        initial=NOW,
        widget=forms.RadioSelect,
    )
    signer = forms.CharField(label=_("Name of the chief executive"), max_length=120, required=False)
    signer_role = forms.CharField(
        label=_("Role"), max_length=120, required=False, initial=_("Chief executive")
    )
    mine = forms.BooleanField(label=_("These are my words, and I will keep them"), required=False)
    chief_name = forms.CharField(label=_("Name of the chief executive"), max_length=120, required=False)
    chief_email = forms.EmailField(
        label=_("Their e-mail"),
        max_length=254,
        required=False,
        help_text=_("They get an invitation. Until they sign, you are reminded."),
    )

    def clean_email(self) -> str:
        """The same address in other letters is the same address."""
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        """A good password, and a signature that is complete or put off."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("password"):
            try:
                validate_password(
                    cleaned["password"], Person(name=cleaned.get("name", ""), email=cleaned.get("email", ""))
                )
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        if cleaned.get("when") == NOW:
            self._ask_for_a_signature(cleaned)
        return cleaned

    def _ask_for_a_signature(self, cleaned: dict[str, Any]) -> None:
        for field, sentence in (
            ("signer", _("Who signs? Write the name, or choose “Ask them later”.")),
            ("signer_role", _("Write the role, so that everybody knows who promises.")),
            ("mine", _("The chief executive ticks this to sign, or choose “Ask them later”.")),
        ):
            if not cleaned.get(field) and field not in self.errors:
                self.add_error(field, sentence)


def read_sites(text: str) -> list[tuple[str, str]]:
    """Names and towns of a typed list of sites. Raises ValidationError in words."""
    halves = [line.partition(",") for line in read_lines(text)]
    return [(name.strip(), town.strip()) for name, _comma, town in halves if name.strip()]


def read_teams(texts: Sequence[str]) -> list[list[Branch]]:
    """The trees of a typed list for each site."""
    return [read_tree(text) for text in texts]
