"""What is asked about a person."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from genba.people.models import Membership, Person, Team
from genba.people.models.person import ORGANISATION_ROLES, PROTECTED_ROLES
from genba.people.searching import PeopleQuery


class PersonForm(forms.ModelForm[Person]):
    """Name, address and language."""

    language = forms.ChoiceField(label=_("Language"), required=False)

    class Meta:
        model = Person
        fields = ["name", "email", "language"]
        labels = {"name": _("Name"), "email": _("E-mail")}
        error_messages = {"email": {"unique": _("Somebody with this address is here already.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", _("As their browser asks")),
            *settings.LANGUAGES,
        ]
        self.fields["email"].help_text = _("Sign-in codes and news go to this address.")

    def clean_email(self) -> str:
        """The same address in other letters is the same address."""
        return str(self.cleaned_data["email"]).lower()


class NewPersonForm(PersonForm):
    """A new person, their first team, and whether to write to them at once."""

    rules: ClassVar = {
        "name": "people.person.name",
        "email": "people.person.email",
        "role": "people.member.role",
    }

    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Team"), required=False, empty_label=_("In no team yet")
    )
    role = forms.ChoiceField(label=_("Role in the team"), choices=Membership.Role.choices)
    invite = forms.BooleanField(label=_("Send an invitation by mail"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.select_related("site")  # type: ignore[attr-defined]
        self.fields["role"].initial = Membership.Role.MEMBER


class RolesForm(forms.ModelForm[Person]):
    """What somebody is for the whole organisation."""

    class Meta:
        model = Person
        fields = list(ORGANISATION_ROLES)
        labels = {
            "is_quality": _("Quality"),
            "is_executive": _("Top management"),
            "is_auditor": _("Auditor"),
            "is_administrator": _("Administrator"),
        }
        help_texts = {
            "is_quality": _(
                "Sees and answers every report, works on every board, looks after people and teams."
            ),
            "is_executive": _("Signs the promise, sees every report."),
            "is_auditor": _("Reads everything that an audit needs, and answers for nothing."),
            "is_administrator": _("Looks after people, sign-in, tokens and the worker."),
        }

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role in () if by.is_administrator else PROTECTED_ROLES:
            del self.fields[role]

    def roles(self) -> dict[str, bool]:
        """The roles as they were ticked."""
        return {name: bool(self.cleaned_data[name]) for name in self.fields}


class PeopleFilter(forms.Form):
    """Who is looked for. Everything is optional; what makes no sense is left out."""

    q = forms.CharField(label=_("Search"), required=False, max_length=120)
    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Team"), required=False, empty_label=_("All teams")
    )
    role = forms.ChoiceField(label=_("Role"), required=False)
    state = forms.ChoiceField(label=_("Access"), required=False)

    def __init__(self, data: Any, *, viewer: Person) -> None:
        super().__init__(data)
        self.viewer = viewer
        self.fields["team"].queryset = Team.objects.all()  # type: ignore[attr-defined]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", _("All roles")),
            *Membership.Role.choices,
            *((name, RolesForm.Meta.labels[name]) for name in ORGANISATION_ROLES),
        ]
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            ("", _("Who is here")),
            ("invited", _("Not signed in yet")),
            ("left", _("Access closed")),
        ]
        if not viewer.manages_people:
            del self.fields["state"]

    def query(self) -> PeopleQuery:
        """The question in plain values."""
        self.is_valid()
        asked = self.cleaned_data
        return PeopleQuery(
            words=asked.get("q") or "",
            team=asked.get("team"),
            role=asked.get("role") or "",
            state=asked.get("state") or "",
        )
