"""What is asked about the chart of a metric, and about the grid of charts."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from genba.understand.charts.wanted import LOOKS, choices
from genba.understand.models import Metric


class ChartForm(forms.ModelForm[Metric]):
    """Which patterns are marked, and how the usual variation is estimated."""

    class Meta:
        model = Metric
        fields = ["rules", "spread", "is_screened"]
        labels: ClassVar = {
            "rules": _("Which patterns are marked?"),
            "spread": _("How is the usual variation found?"),
            "is_screened": _("Leave out unusually large steps between neighbours"),
        }


class GridForm(forms.Form):
    """Which charts are wished for."""

    team = forms.ChoiceField(label=_("Team"), required=False)
    process = forms.ChoiceField(label=_("Process"), required=False)
    role = forms.ChoiceField(label=_("Leading or lagging"), required=False)
    look = forms.ChoiceField(label=_("Show"), required=False)
    unusual = forms.BooleanField(label=_("Only what is unusual"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        known = choices()
        fields["team"].choices = [("", _("All teams")), *known["team"]]
        fields["process"].choices = [("", _("All processes")), *known["process"]]
        fields["role"].choices = [("", _("Both")), *Metric.Role.choices]
        fields["look"].choices = list(LOOKS.items())
