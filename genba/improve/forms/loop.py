"""The questions of the loop: understand, try, check, standardise."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from genba.improve.forms.fields import LookAhead, words
from genba.improve.models import Cause, Experiment, Why
from genba.improve.understanding import MOST_WHYS
from genba.people.forms.fields import OneLine
from genba.people.models import Place


class WhysForm(forms.Form):
    """Up to five whys, one below the other. An emptied one goes."""

    def __init__(self, *args: Any, whys: list[Why] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {f"why_{why.position}": why.answer for why in whys or []})
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_WHYS + 1):
            label = _("Why did it happen?") if number == 1 else _("And why was that?")
            self.fields[f"why_{number}"] = words(label, rows=1, longest=1000, required=False)

    @property
    def answers(self) -> list[str]:
        """What was answered, in order."""
        return [self.cleaned_data[name] for name in self.fields]

    @property
    def shown(self) -> list[forms.BoundField]:
        """The answered ones and one more."""
        filled = [bool(bound.value()) or bool(bound.errors) for bound in self]
        last = max((place for place, is_filled in enumerate(filled) if is_filled), default=-1)
        return list(self)[: last + 2]

    @property
    def later(self) -> list[forms.BoundField]:
        """Those that are not asked yet; sent along so that nothing is lost."""
        return list(self)[len(self.shown) :]


class CategoryField(forms.ChoiceField):
    """Where in the system, as cards with icons."""

    choice_icons = {value: value for value in Cause.Category.values}


class CauseForm(forms.Form):
    """What in our system allowed this? There is no field for a person, on purpose."""

    text = words(_("What in our system allowed this?"), longest=1000)
    category = CategoryField(
        label=_("Where in our system?"), choices=Cause.Category.choices, widget=forms.RadioSelect
    )


class ExperimentForm(forms.Form):
    """Say beforehand what you expect; otherwise one learns nothing."""

    change = words(_("What do we change?"))
    expectation = words(_("What do we expect to see?"), help_text=_("Something one can see or count."))
    until = forms.DateField(label=_("By when?"), widget=forms.DateInput)
    review_at = forms.DateTimeField(
        label=_("Review together, 30 minutes"), required=False, widget=forms.DateTimeInput
    )


class ShownForm(forms.Form):
    """What the experiment showed. Otherwise than expected is worth as much."""

    result = forms.ChoiceField(
        label=_("What did we see?"),
        choices=[choice for choice in Experiment.Result.choices if choice[0] != Experiment.Result.OPEN],
        widget=forms.RadioSelect,
    )
    learned = words(_("What did we learn?"))


class FinishForm(LookAhead):
    """The last words before Done: when we look, and what everybody who reported it will read."""

    words = words(
        _("What do we tell those who reported it?"),
        longest=1000,
        help_text=_("Begin with “We…”. They read it with their report."),
    )
    on_wall = forms.BooleanField(label=_("Show it on the wall “You said, we did”"), required=False)
    said = OneLine(
        label=_("You said, for the wall"),
        max_length=500,
        required=False,
        help_text=_("In your words, so that nobody can be recognised by theirs."),
    )

    def __init__(self, *args: Any, has_reports: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_reports:
            for name in ("words", "on_wall", "said"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """The wall needs both halves."""
        cleaned = super().clean()
        if cleaned.get("on_wall") and not cleaned.get("said"):
            self.add_error("said", _("The wall shows what was said beside what we did. One line is enough."))
        return cleaned


class HelpedField(forms.ChoiceField):
    """The two answers, as cards with icons."""

    choice_icons = {"yes": "check", "no": "undo"}


class LookForm(forms.Form):
    """Did it help?"""

    helped = HelpedField(
        label=_("Did it help?"),
        choices=[("yes", _("It helped")), ("no", _("It did not help"))],
        widget=forms.RadioSelect,
    )
    seen = words(_("What did we see?"))


class StandardForm(forms.Form):
    """What became the normal way."""

    standard_changed = words(
        _("What is the normal way now?"),
        rows=3,
        required=False,
        help_text=_("The procedure, drawing, setting or habit that changed, and where it is written."),
    )
    place = forms.ModelChoiceField(
        label=_("Place that changed"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=_("No place"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        if isinstance(place, forms.ModelChoiceField):
            place.queryset = Place.objects.filter(is_closed=False).select_related("site")
