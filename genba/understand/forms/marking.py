"""What is asked when somebody sets a target, leaves a reading out or marks that the process changed."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.understand.hiding import teaches_hiding
from genba.understand.models import Metric

DECIMAL = {"inputmode": "decimal"}


class TargetForm(forms.Form):
    """A value, a day, and the metric that shows what it may cost elsewhere.

    Zero of something that people report is answered with a warning once; `hides` tells the page of it. Who
    still wants it ticks `anyway` and says why.
    """

    value = forms.FloatField(label=_("Value to reach"), localize=True, widget=forms.TextInput(attrs=DECIMAL))
    by_day = forms.DateField(label=_("By when"), widget=forms.DateInput)
    counter: Any = forms.ModelChoiceField(
        label=_("Counter-metric"),
        queryset=Metric.objects.none(),
        empty_label=_("Choose one"),
        help_text=_("Which number would show what reaching this target costs elsewhere?"),
    )
    why = forms.CharField(
        label=_("Why this value?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    anyway = forms.BooleanField(label=_("Set zero nevertheless; the reason is above"), required=False)

    def __init__(self, *args: Any, metric: Metric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metric, self.hides = metric, False
        counter: Any = self.fields["counter"]
        counter.queryset = Metric.objects.current().exclude(pk=metric.pk)

    def clean_by_day(self) -> Any:
        """A day that is still to come."""
        day = self.cleaned_data["by_day"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day

    def clean_value(self) -> Any:
        """A value that the metric can have."""
        value = self.cleaned_data["value"]
        if value < 0 and not self.metric.may_be_negative:
            raise forms.ValidationError(_("This metric cannot be less than zero."))
        return value

    def clean(self) -> dict[str, Any]:
        """Warn of a zero that teaches hiding, once."""
        cleaned: dict[str, Any] = super().clean() or {}
        value = cleaned.get("value")
        self.hides = value is not None and teaches_hiding(self.metric, value)
        if not self.hides:
            return cleaned
        if not cleaned.get("anyway"):
            warning = _("Zero of something that people report teaches them not to report it.")
            self.add_error("value", warning)
        elif not cleaned.get("why", "").strip():
            self.add_error("why", _("Say why it must be zero nevertheless."))
        return cleaned


class LeavingOutForm(forms.Form):
    """Why a reading counts for no limit."""

    why = forms.CharField(
        label=_("Why does it not count?"),
        max_length=300,
        help_text=_("It stays to be seen on the chart, with this reason."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "leave_out_%s", **kwargs})


class StepChangeForm(forms.Form):
    """What is different from this reading on."""

    rules: ClassVar = {"why": "understand.step_change.why"}

    why = forms.CharField(
        label=_("What changed?"),
        max_length=300,
        help_text=_("The chart begins new limits here and shows this sentence with your name."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "step_%s", **kwargs})
