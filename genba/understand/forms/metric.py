"""What is asked about a metric and about a reading."""

from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Team
from genba.understand.library.ready import ready_named
from genba.understand.measuring import NewReading, fault_of
from genba.understand.models import Metric
from genba.work.models import Process

FIRST_YEAR = 1900


class MetricForm(forms.ModelForm[Metric]):
    """What it counts, in which direction it is good, and who answers for it."""

    is_counted = forms.BooleanField(
        label=_("Genba counts it by itself"),
        required=False,
        help_text=_("Month by month from what is recorded here. Without it, people write the readings down."),
    )

    class Meta:
        model = Metric
        fields = [
            "name", "definition", "unit", "shape", "per", "better", "role", "how_measured",
            "process", "team", "rhythm", "review", "may_be_negative",
        ]  # fmt: skip
        labels: ClassVar = {
            "name": _("Name"),
            "definition": _("What exactly is counted?"),
            "unit": _("Unit"),
            "shape": _("What is one reading?"),
            "per": _("Told per"),
            "better": _("Which direction is good?"),
            "role": _("Does it move first, or does it show what came of it?"),
            "how_measured": _("How is it measured?"),
            "process": _("Process"),
            "team": _("Team"),
            "rhythm": _("How often does a reading come?"),
            "review": _("How often do we look at it?"),
            "may_be_negative": _("It may be less than zero"),
        }
        help_texts: ClassVar = {
            "definition": _("So that two people who count get the same number."),
            "per": _("100 for percent, 1000 for “in a thousand”, 1 for the plain share."),
        }

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        teams = Team.objects.all() if person.is_quality else Team.objects.below(person.teams_led)
        fields["team"].queryset = teams.order_by("name")
        fields["process"].queryset = Process.objects.visible_to(person)
        for name in ("team", "process"):
            fields[name].empty_label = _("Not said")
        self.ready = ready_named(self.instance.library)
        if self.ready and self.ready.computes:
            fields["is_counted"].initial = bool(self.instance.computes)
        else:
            del fields["is_counted"]

    def clean(self) -> dict[str, Any]:
        """What Genba counts has the shape in which it counts."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "is_counted" in self.fields and self.ready:
            self.instance.computes = self.ready.computes if cleaned.get("is_counted") else ""
            if self.instance.computes and cleaned.get("shape") != self.ready.shape:
                shape = Metric.Shape(self.ready.shape).label
                words = _("Genba counts this as “{shape}”. Choose that, or count it by hand.")
                self.add_error("shape", words.format(shape=shape))
        return cleaned


class ReadingForm(forms.Form):
    """One reading by hand: when, and the number or the two numbers. With `at`, that one is corrected."""

    rules: ClassVar = {"value": "understand.reading.value", "day": "understand.reading.day"}

    day = forms.DateField(label=_("When"), widget=forms.DateInput)
    value = forms.FloatField(
        label=_("Value"), localize=True, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    denominator = forms.FloatField(
        label=_("Out of"),
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        required=False,
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, metric: Metric, at: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metric, self.at = metric, at
        if at:
            del self.fields["day"]
        if metric.needs_denominator:
            self.fields["denominator"].required = True
        else:
            del self.fields["denominator"]

    def clean(self) -> dict[str, Any]:
        """A reading that cannot be is told at its field; what is to come is not read yet."""
        cleaned: dict[str, Any] = super().clean() or {}
        day = cleaned.get("day")
        if day and day > timezone.localdate():
            self.add_error("day", _("This day is still to come. A reading is of something that was."))
        if day and day.year < FIRST_YEAR:
            self.add_error("day", _("This day is too long ago. Look at the year."))
        if not self.errors and (fault := fault_of(self.metric, self.reading)):
            self.add_error(*fault)
        return cleaned

    @property
    def reading(self) -> NewReading:
        """What was typed, at the beginning of its day, or at the moment of the reading that is corrected."""
        words = self.cleaned_data
        at = self.at or timezone.make_aware(datetime.combine(words["day"], time.min))
        return NewReading(at, words["value"], words.get("denominator"), words.get("note", ""))
