"""What is asked about sites and places."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from genba.people.models import Place, Site, Team


class SiteForm(forms.ModelForm[Site]):
    """A site."""

    class Meta:
        model = Site
        fields = ["name", "town"]
        labels = {"name": _("Name"), "town": _("Town")}
        error_messages = {"name": {"unique": _("There is already a site with this name.")}}


class PlaceForm(forms.ModelForm[Place]):
    """A place, as it will stand on its poster."""

    class Meta:
        model = Place
        fields = ["name", "site", "team"]
        labels = {"name": _("Name"), "site": _("Site"), "team": _("Team that looks after it")}
        help_texts = {
            "name": _("As people call it: “Line 4, station 7”, “Ward 2, medicine room”."),
            "team": _("Reports from here reach this team first."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = Site.objects.all()  # type: ignore[attr-defined]
        self.fields["site"].empty_label = None  # type: ignore[attr-defined]
        self.fields["team"].queryset = Team.objects.all()  # type: ignore[attr-defined]
        self.fields["team"].empty_label = _("Choose a team")  # type: ignore[attr-defined]


class PlaceFilter(forms.Form):
    """Which places are shown."""

    q = forms.CharField(label=_("Search"), required=False, max_length=120)
    site = forms.ModelChoiceField(
        Site.objects.none(), label=_("Site"), required=False, empty_label=_("All sites")
    )
    closed = forms.BooleanField(label=_("Closed ones too"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["site"].queryset = Site.objects.all()  # type: ignore[attr-defined]
