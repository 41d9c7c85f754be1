"""What a triager fills in."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.listen.forms.report import UNKNOWN_CHOICE
from genba.listen.forms.words import WordsField
from genba.listen.models import Report
from genba.people.models import Place, Team
from genba.work.asking.removable import HasRemovableFields


class AnswerForm(forms.Form):
    """The words that the reporter will read."""

    rules: ClassVar = {"words": "listen.triage.words"}

    #: Kind ways to begin. They end with "…" where the triager goes on.
    starters: tuple[str | Promise, ...] = (
        _("Thank you for telling us. We had a look, and "),
        _("Thank you. We are already working on this: "),
        _("Thank you for the idea. We will not do it for now, because "),
        _("Thank you. To understand it better: could you tell us "),
    )
    words = WordsField(
        label=_("What the reporter will read"),
        max_length=4000,
        rows=5,
        help_text=_("Say what you saw, what happens next and when. Look for the cause in the system."),
        error_messages={"required": _("Please write to the reporter; a few words are enough.")},
    )


class PassOnForm(AnswerForm):
    """Another team, and why."""

    rules: ClassVar = AnswerForm.rules | {"team": "listen.triage.team"}

    starters = (
        _("Thank you. Another team looks after this, so we asked them to answer you: "),
        _("Thank you. This reached us by mistake; we passed it on to "),
    )
    team = forms.ModelChoiceField(
        label=_("Which team?"),
        queryset=Team.objects.none(),
        empty_label=_("Please choose"),
        error_messages={"required": _("Please choose a team."), "invalid_choice": UNKNOWN_CHOICE},
    )
    field_order = ["team", "words"]

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Team.objects.exclude(pk=report.team_id) if report.team_id else Team.objects.all()
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]


class SortForm(HasRemovableFields):
    """Corrections to kind, how bad, and where."""

    asked_as = "listen.report"

    kind = forms.ChoiceField(label=_("What is it?"), required=False)
    severity = forms.ChoiceField(label=_("How bad is it?"), required=False)
    place = forms.ModelChoiceField(
        label=_("Where?"), queryset=Place.objects.none(), required=False, empty_label=_("Not said")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "sort_%s")
        super().__init__(*args, **kwargs)
        open_end: list[tuple[str, Any]] = [("", _("Not said"))]
        if "kind" in self.fields:
            self.fields["kind"].choices = [*open_end, *Report.Kind.choices]  # type: ignore[attr-defined]
        self.fields["severity"].choices = [*open_end, *Report.Severity.choices]  # type: ignore[attr-defined]
        self.fields["place"].queryset = Place.objects.filter(is_closed=False)  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = UNKNOWN_CHOICE


class NoteForm(forms.Form):
    """A word among those who answer."""

    rules: ClassVar = {"text": "listen.triage.note"}

    text = WordsField(
        label=_("Add a note"),
        max_length=4000,
        rows=2,
        error_messages={"required": _("Please write something first.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "note_%s")
        super().__init__(*args, **kwargs)


class PublishForm(forms.Form):
    """What came of it, for the reporter and perhaps for everybody."""

    rules: ClassVar = {"outcome": "listen.triage.outcome", "said": "listen.triage.said"}

    outcome = WordsField(
        label=_("We did"),
        max_length=1000,
        rows=2,
        help_text=_("What changed, in plain words. The reporter reads it, whether it is on the wall or not."),
        error_messages={"required": _("Please say what was done.")},
    )
    on_wall = forms.BooleanField(label=_("Show it on the wall"), required=False)
    said = WordsField(
        label=_("You said"),
        max_length=500,
        rows=2,
        required=False,
        help_text=_("In your own words and without names or anything by which one could tell who said it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "publish_%s")
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The wall never shows what somebody wrote as they wrote it."""
        if (
            self.cleaned_data.get("on_wall")
            and not self.cleaned_data.get("said")
            and "said" not in self.errors
        ):
            raise ValidationError(
                {"said": _("For the wall, please say in your own words what was reported.")}
            )
        return self.cleaned_data
