"""What is asked about equipment and calibrations."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.forms.fields import CheckedFile, OneLine
from genba.people.models import Person, Place, Team
from genba.work.models import Calibration, Equipment


class EquipmentForm(forms.ModelForm[Equipment]):
    """What is known of a gauge."""

    class Meta:
        model = Equipment
        fields = [
            "code", "name", "kind", "serial", "team", "place", "every", "unit", "tolerance", "measures_in",
        ]  # fmt: skip
        labels = {
            "code": _("Number on the label"),
            "name": _("What is it?"),
            "kind": _("Kind"),
            "serial": _("Serial number"),
            "team": _("Team that looks after it"),
            "place": _("Place"),
            "every": _("Calibrated every"),
            "unit": _("Counted in"),
            "tolerance": _("How exact must it be?"),
            "measures_in": _("Unit it measures in"),
        }
        help_texts = {
            "every": _("Empty: it needs no calibration."),
            "tolerance": _("In words people at the gauge understand: ± 0.02 mm over the whole range."),
        }

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Team.objects.all() if person.is_quality else Team.objects.below(person.teams_led)
        self.fields["team"].queryset = teams.order_by("name")  # type: ignore[attr-defined]
        self.fields["team"].empty_label = None  # type: ignore[attr-defined]
        self.fields["place"].queryset = Place.objects.in_use().select_related("site")  # type: ignore[attr-defined]
        self.fields["place"].empty_label = _("Not said")  # type: ignore[attr-defined]


class CalibrationForm(forms.Form):
    """What was found, what was left, and whether it is good."""

    on = forms.DateField(label=_("Compared on"), widget=forms.DateInput)
    where = forms.ChoiceField(label=_("By whom"), choices=Calibration.Where.choices)
    by_whom = OneLine(label=_("Name of the laboratory or person"), max_length=160, required=False)
    as_found = OneLine(
        label=_("As found"), max_length=500, help_text=_("For example: + 0.03 mm at 25 mm, elsewhere right.")
    )
    is_in_tolerance = forms.TypedChoiceField(
        label=_("In tolerance as found?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    as_left = OneLine(
        label=_("As left"), max_length=500, required=False, help_text=_("What was adjusted or repaired.")
    )
    is_fit = forms.TypedChoiceField(
        label=_("Good for use now?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    due_on = forms.DateField(
        label=_("Good until"),
        required=False,
        widget=forms.DateInput,
        help_text=_("Empty: the interval says it."),
    )
    certificate = CheckedFile(label=_("Certificate"), required=False)

    def clean(self) -> dict[str, Any]:
        """A calibration has been; good until comes after it; what was in tolerance is fit."""
        cleaned: dict[str, Any] = super().clean() or {}
        on, due = cleaned.get("on"), cleaned.get("due_on")
        if on and on > timezone.localdate():
            self.add_error("on", _("This day is still to come. Write it down when it was done."))
        if on and due and due <= on:
            self.add_error("due_on", _("This day must come after the calibration."))
        return cleaned


class MeasurementForm(forms.Form):
    """What was measured with it, noted by hand."""

    what = OneLine(label=_("What was measured?"), max_length=300)
    on = forms.DateField(label=_("When?"), widget=forms.DateInput)

    def clean_on(self) -> Any:
        """Nothing is measured in advance."""
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return self.cleaned_data["on"]


class EquipmentFilter(forms.Form):
    """Which equipment is shown."""

    q = forms.CharField(label=_("Search"), required=False, max_length=120)
    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Team"), required=False, empty_label=_("All teams")
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All in the house")),
            ("late", _("Late")),
            ("30", _("Due within 30 days")),
            ("60", _("Due within 60 days")),
            ("out", _("Out of order")),
            ("retired", _("Retired")),
        ],
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["team"].queryset = Team.objects.order_by("name")  # type: ignore[attr-defined]
