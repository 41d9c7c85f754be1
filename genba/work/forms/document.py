"""What is asked about controlled documents."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from genba.people.forms.fields import CheckedFile, OneLine
from genba.people.models import Team
from genba.work.documents.uses import choices
from genba.work.forms.named import Somebody, Teams
from genba.work.forms.procedure import ProcessChoice
from genba.work.models import Document, Process


class DocumentForm(forms.Form):
    """What is known of a document; its file and its revision come with the versions."""

    code = OneLine(label=_("Number"), max_length=60, help_text=_("As it stands on the document itself."))
    title = OneLine(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Document.Kind.choices)
    owner = Somebody(label=_("Owner"), required=False)
    process = ProcessChoice(
        label=_("Process"),
        queryset=Process.objects.none(),
        required=False,
        empty_label=_("None in particular"),
    )
    review_months = forms.IntegerField(
        label=_("Looked at again after, in months"), min_value=1, max_value=120, initial=24
    )
    publisher = OneLine(
        label=_("Who publishes it"),
        max_length=120,
        required=False,
        help_text=_("Only for standards from outside."),
    )
    kept_where = OneLine(
        label=_("Where we have it"),
        max_length=300,
        required=False,
        help_text=_("A cupboard, a folder, a subscription: where one finds the paper or the licence."),
    )
    teams = Teams(label=_("Teams that get it"), required=False)

    def __init__(self, *args: Any, document: Document | None = None, **kwargs: Any) -> None:
        if document is not None:
            names = [name for name in self.base_fields if name != "teams"]
            kwargs["initial"] = {name: getattr(document, name) for name in names} | {
                "teams": [team.pk for team in document.teams.all()]
            }
        super().__init__(*args, **kwargs)
        teams, process = self.fields["teams"], self.fields["process"]
        if isinstance(teams, Teams):
            teams.offer()
        if isinstance(process, ProcessChoice):
            open_ones = Process.objects.filter(is_closed=False, value_stream__is_closed=False)
            process.queryset = open_ones.select_related("value_stream")
        if document is not None:
            self.fields["code"].disabled = True


class VersionForm(forms.Form):
    """The next version: its file, its revision, what changed and why."""

    revision = OneLine(
        label=_("Revision"), max_length=40, help_text=_("A letter, a number or an edition: C, 3, 2015.")
    )
    file = CheckedFile(label=_("File"), required=False)
    changed = forms.CharField(
        label=_("What changed"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = OneLine(label=_("Why it changes"), max_length=500, required=False)


class UseForm(forms.Form):
    """Where it is used."""

    target = forms.ChoiceField(label=_("Used in"))
    step = OneLine(
        label=_("At the step"),
        max_length=20,
        required=False,
        help_text=_("Its number, such as 2 or 2.1, where a procedure is chosen."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["target"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose a process or a procedure")), *choices()]


class CopyForm(forms.Form):
    """A copy on paper: where it hangs, and who looks after it."""

    where = OneLine(label=_("Where it hangs or lies"), max_length=200)
    keeper = Somebody(label=_("Who looks after it"), required=False)


class WhyForm(forms.Form):
    """Why something ends."""

    rules: ClassVar = {"why": "work.ending.why"}

    why = OneLine(label=_("Why?"), max_length=300)


class EditionForm(forms.Form):
    """The newer edition that somebody saw."""

    edition = OneLine(label=_("Which edition is out?"), max_length=60)


class DocumentFilter(forms.Form):
    """Which documents are shown."""

    q = forms.CharField(label=_("Search"), required=False, max_length=120)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *Document.Kind.choices]
    )
    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Team"), required=False, empty_label=_("All teams")
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("In use")),
            ("due", _("Review is due")),
            ("waits", _("Waits for approval")),
            ("none", _("Nothing in force yet")),
            ("retired", _("Retired")),
        ],
    )
    process = forms.ModelChoiceField(Process.objects.all(), required=False, widget=forms.HiddenInput)
    owner = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["team"].queryset = Team.objects.order_by("name")  # type: ignore[attr-defined]
