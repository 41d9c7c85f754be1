"""What is asked about a warning sign: what is behind it, later what turned out. And the days of audits."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.understand.models import AuditDate, Sign

YEARS_AWAY = timedelta(days=3653)


class AnswerForm(forms.Form):
    """What is behind it."""

    rules: ClassVar = {"reason": "understand.sign.reason"}

    reason = forms.CharField(
        label=_("What is behind it?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What in the work explains it, or why it is nothing to act on. No names, please."),
    )


class TruthForm(forms.Form):
    """What turned out, and how we know."""

    rules: ClassVar = {"truth": "understand.sign.truth"}

    truth = forms.ChoiceField(
        label=_("What turned out?"), choices=Sign.Truth.choices, widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("How do we know?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class AuditDateForm(forms.ModelForm[AuditDate]):
    """The day on which an audit begins."""

    rules: ClassVar = {
        "day": "understand.audit_date.day",
        "name": "understand.audit_date.name",
        "kind": "understand.audit_date.kind",
    }

    class Meta:
        model = AuditDate
        fields: ClassVar = ["day", "name", "kind"]
        labels: ClassVar = {"day": _("Day"), "name": _("Name"), "kind": _("Who looks at us?")}

    def clean_day(self) -> Any:
        """A day within ten years, before or after: anything else is a slip of the finger."""
        day = self.cleaned_data["day"]
        if abs(day - timezone.localdate()) > YEARS_AWAY:
            raise forms.ValidationError(_("This day is more than ten years away. Is the year right?"))
        return day
