"""What is asked about skills, needs, roles and what people have shown."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.forms.fields import CheckedFile, OneLine
from genba.people.models import Person, Team
from genba.work.models import Competence, Skill
from genba.work.skills.things import Thing, all_things, thing_meant


class ThingChoice(forms.ChoiceField):
    """A skill or a procedure; the thing itself comes out."""

    def offer(self) -> None:
        """Read what there is; a form calls it when it is made."""
        found = all_things()
        skills = [(one.value, one.name) for one in found if one.kind == "skill"]
        procedures = [(one.value, one.name) for one in found if one.kind == "procedure"]
        self.choices = [
            ("", _("Choose a skill or a procedure")),
            (_("Skills"), skills),
            (_("Procedures"), procedures),
        ]

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        thing = thing_meant(str(chosen))
        if thing is None:
            raise forms.ValidationError(_("Choose a skill or a procedure."))
        return thing


class SkillForm(forms.ModelForm[Skill]):
    """A skill."""

    class Meta:
        model = Skill
        fields = ["name", "meaning", "valid_months"]
        labels = {
            "name": _("Name"),
            "meaning": _("What can somebody do who has it?"),
            "valid_months": _("Good for, in months"),
        }
        help_texts = {"valid_months": _("Empty: it does not run out.")}
        error_messages = {"name": {"unique": _("There is already a skill with this name.")}}


class NeedForm(forms.Form):
    """What the work of a team asks for."""

    thing = ThingChoice(label=_("What does the work need?"))
    role = OneLine(
        label=_("Only of those who work as"),
        max_length=120,
        required=False,
        help_text=_("A word such as operator. Empty: of everybody in the team and in the teams below."),
    )
    reading_counts = forms.BooleanField(
        label=_("Having read and understood the procedure is enough"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        thing = self.fields["thing"]
        if isinstance(thing, ThingChoice):
            thing.offer()


class RoleForm(forms.Form):
    """Who works as what. Whoever has read the members already gives them, and they are not asked for."""

    rules: ClassVar = {"person": "work.role.role"}

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Who"), empty_label=_("Choose somebody"))
    role = OneLine(label=_("Works as"), max_length=120)

    def __init__(
        self, *args: Any, team: Team, members: Iterable[Person] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["person"]
        found = Person.objects.filter(memberships__team=team, is_active=True).distinct()
        who.queryset = found.order_by("name")
        if members is not None:
            who.choices = [("", who.empty_label), *((one.pk, one.name) for one in members)]


class CompetenceForm(forms.Form):
    """What somebody has shown: what, how, when, until when."""

    thing = ThingChoice(label=_("What can they do?"))
    way = forms.ChoiceField(label=_("How was it shown?"), choices=Competence.Way.choices)
    shown_by = OneLine(
        label=_("What was seen?"),
        max_length=500,
        help_text=_("One sentence, for example: set up three batches alone, all right the first time."),
    )
    on = forms.DateField(label=_("When?"), widget=forms.DateInput)
    expires_on = forms.DateField(
        label=_("Good until"),
        required=False,
        widget=forms.DateInput,
        help_text=_("Empty: the skill says it, or it does not run out."),
    )
    evidence = CheckedFile(label=_("Certificate or photo"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        thing = self.fields["thing"]
        if isinstance(thing, ThingChoice):
            thing.offer()

    def clean(self) -> dict[str, Any]:
        """It has been shown already, and it ends after it began."""
        cleaned: dict[str, Any] = super().clean() or {}
        on, until = cleaned.get("on"), cleaned.get("expires_on")
        if on and on > timezone.localdate():
            self.add_error("on", _("This day is still to come."))
        if on and until and until <= on:
            self.add_error("expires_on", _("This day must come after the day on which it was shown."))
        return cleaned


class TeachingForm(forms.Form):
    """What somebody would show others."""

    thing = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def clean_thing(self) -> Thing:
        """A thing in use."""
        found = thing_meant(self.cleaned_data["thing"])
        if found is None:
            raise forms.ValidationError(_("Choose a skill or a procedure."))
        return found
