"""What is asked about a team and who is in it."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from genba.people.models import Membership, Person, Site, Team
from genba.people.searching import person_meant


class TeamForm(forms.ModelForm[Team]):
    """Where a team stands in the tree. Another answer to "part of" moves it with everything below."""

    class Meta:
        model = Team
        fields = ["name", "site", "parent"]
        labels = {"name": _("Name"), "site": _("Site"), "parent": _("Part of")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Team.objects.select_related("site")
        if self.instance.pk:
            others = others.exclude(path__startswith=self.instance.path)
        self.fields["parent"].queryset = others  # type: ignore[attr-defined]
        self.fields["parent"].empty_label = _("Nothing: it stands at the top")  # type: ignore[attr-defined]
        self.fields["site"].queryset = Site.objects.all()  # type: ignore[attr-defined]
        self.fields["site"].empty_label = None  # type: ignore[attr-defined]


class MemberForm(forms.Form):
    """Somebody for a team, by name or address."""

    who = forms.CharField(label=_("Name or e-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices, initial=Membership.Role.MEMBER)

    def clean_who(self) -> Person:
        """Exactly one person must be meant."""
        found = person_meant(self.cleaned_data["who"])
        if found is None:
            raise forms.ValidationError(
                _("Nobody, or more than one person, has this name. Write the e-mail address instead.")
            )
        return found


class TeamOfPersonForm(forms.Form):
    """A team for somebody."""

    rules: ClassVar = {name: f"people.member.{name}" for name in ("team", "role")}

    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), empty_label=_("Choose a team"))
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices, initial=Membership.Role.MEMBER)

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.changeable_by(by)  # type: ignore[attr-defined]
