"""The fields that several of our forms share."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.improve.models import Board

DAYS_AWAY = {"14": 14, "30": 30, "90": 90}


def words(label: Any, *, rows: int = 2, longest: int = 2000, **more: Any) -> forms.CharField:
    """A field for a few sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, widget=widget, **more)


class BoardChoice(forms.ModelChoiceField[Board]):
    """A board, named with its team."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.team} · {obj.name}"


class LookAhead(forms.Form):
    """What to look at and when; the three usual distances are one tap, any other date is typed."""

    rules: ClassVar = {"what": "improve.check.what", "away": "improve.check.due_on"}

    what = words(
        _("What will we look at?"),
        longest=1000,
        help_text=_("Something one can see or count, for example: loose labels a week on line 4."),
    )
    away = forms.ChoiceField(
        label=_("When do we look?"),
        choices=[
            ("14", _("In 14 days")),
            ("30", _("In 30 days")),
            ("90", _("In 90 days")),
            ("date", _("On a date")),
        ],
        initial="30",
        required=False,
        widget=forms.RadioSelect,
    )
    due_on = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput, help_text=_("Tomorrow or later.")
    )

    def clean(self) -> dict[str, Any]:
        """A typed date counts; without one the chosen distance does."""
        cleaned: dict[str, Any] = super().clean() or {}
        away = cleaned.pop("away", "") or ("date" if cleaned.get("due_on") else "30")
        today = timezone.localdate()
        if away in DAYS_AWAY:
            cleaned["due_on"] = today + timedelta(DAYS_AWAY[away])
        elif "due_on" in self.errors:
            return cleaned
        elif not cleaned.get("due_on"):
            self.add_error("due_on", _("Please choose the date on which we look."))
        elif cleaned["due_on"] <= today:
            self.add_error(
                "due_on", _("Please choose a date from tomorrow on: the change needs time to show.")
            )
        return cleaned
