"""What is filled in at a step of a check, and when a check comes round."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from genba.people.forms.fields import Photo
from genba.people.models import Person, Place, Team
from genba.work.checks.given import LONGEST_NOTE, Given, judge
from genba.work.checks.rhythm import TIME
from genba.work.equipment.at_step import gauge_meant
from genba.work.models import CheckRound, StepResult
from genba.work.steps import Step

MOST_TIMES = 24
WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class ResultForm(forms.Form):
    """What came out at one step; `result` is the button that was pressed."""

    step = forms.CharField(max_length=40, widget=forms.HiddenInput)
    result = forms.ChoiceField(choices=StepResult.Result.choices, required=False)
    value = forms.CharField(
        label=_("Value"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"}),
    )
    gauge = forms.CharField(label=_("Measured with"), required=False, max_length=200)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 2})
    )
    photo = Photo(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )

    def __init__(self, *args: Any, asked: Step | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked

    def clean_gauge(self) -> str:
        """A gauge that is here, by its number or by its scanned label."""
        typed = str(self.cleaned_data["gauge"])
        if typed and gauge_meant(typed) is None:
            raise ValidationError(_("There is no equipment with this number. Look at its label."))
        return typed

    def clean(self) -> dict[str, Any]:
        """Look at the limits at once, so that what is missing is said at its field."""
        if self.asked is not None and not self.errors:
            judge(self.given, self.asked)
        return self.cleaned_data

    @property
    def given(self) -> Given:
        """The result as runs take it."""
        words = self.cleaned_data
        return Given(
            key=words["step"],
            result=words.get("result") or "",
            value=words.get("value") or "",
            note=words.get("note") or "",
            photo=words.get("photo"),
            gauge=words.get("gauge") or "",
        )


class RoundForm(forms.ModelForm[CheckRound]):
    """When a check comes round."""

    days = forms.TypedMultipleChoiceField(
        label=_("On these days"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For days of the week and for shifts. None chosen means every day."),
    )
    times = forms.CharField(
        label=_("At these times"),
        required=False,
        max_length=200,
        help_text=_("Such as 06:00, 14:00, 22:00. Empty means: at the time at which it is set."),
        widget=forms.TextInput(attrs={"placeholder": "06:00, 14:00", "dir": "ltr"}),
    )

    class Meta:
        model = CheckRound
        fields = ("team", "place", "rhythm", "every", "days", "times", "grace_minutes")
        help_texts = {
            "every": _("For hours and days: 1 is every one, 2 every second one."),
            "grace_minutes": _("It may be done so long before its time, and is late so long after it."),
        }

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams: Any = self.fields["team"]
        places: Any = self.fields["place"]
        teams.queryset, places.queryset = self._teams(person).order_by("name"), Place.objects.in_use()
        teams.empty_label, places.empty_label = None, _("Anywhere")
        if person.teams and not self.initial.get("team"):
            self.initial["team"] = (person.teams_led or person.teams)[0].pk
        self.initial["times"] = ", ".join(self.initial.get("times") or [])

    def _teams(self, person: Person) -> QuerySet[Team]:
        """Whoever may change the procedure sets it for any team; a lead of others only for their own."""
        if self.instance.procedure.may_be_changed_by(person):
            return Team.objects.all()
        return Team.objects.below(person.teams_led)

    def clean_times(self) -> list[str]:
        """Times of day, each once."""
        given = [
            one for one in self.cleaned_data["times"].replace(";", ",").replace(" ", ",").split(",") if one
        ]
        wrong = next((one for one in given if not TIME.fullmatch(one)), None)
        if wrong is not None or len(given) > MOST_TIMES:
            raise ValidationError(_("Write times as 06:00, with a comma between two of them."))
        return sorted(set(given))
