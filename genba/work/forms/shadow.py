"""What is asked about a shadow tool: one sentence at first, the rest whenever somebody knows it."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from genba.people.forms.fields import Sentence
from genba.people.models import Person, Team
from genba.people.subjects import find, subject_named
from genba.work.asking.removable import HasRemovableFields
from genba.work.forms.procedure import ProcessChoice
from genba.work.models import HourCost, Procedure, Process, ShadowTool
from genba.work.models.shadow_tool import MOST_MINUTES, MOST_PEOPLE

OFFICIAL_KINDS = ("work.procedure", "work.document")
MOST_OFFERED = 500
CLEAR = _("Choose one of the list, or leave it open.")


class NewToolForm(HasRemovableFields):
    """Where do you really look? Nothing else is needed."""

    asked_as = "work.shadow"
    rules: ClassVar = {"sentence": "work.shadow.sentence"}

    sentence = Sentence(
        _("Where do you really look?"),
        help_text=_(
            "One sentence is enough, for example: “The real order of jobs is in Jana's spreadsheet.” "
            "It is a hint that our system lacks something. Nobody did anything wrong."
        ),
        error_messages={"required": _("Please say it in one sentence.")},
    )
    process = ProcessChoice(
        label=_("In which process?"),
        queryset=Process.objects.none(),
        required=False,
        empty_label=_("I cannot say"),
        error_messages={"invalid_choice": CLEAR},
    )
    procedure = forms.ModelChoiceField(
        queryset=Procedure.objects.none(), required=False, widget=forms.HiddenInput
    )
    without_name = forms.BooleanField(
        label=_("Without my name"),
        required=False,
        help_text=_(
            "Then we keep no person and no hour. You are signed in, though, so this is less than what "
            "protects a report without a name."
        ),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "process", Process.objects.visible_to(person).select_related("value_stream"))
        _offer(self, "procedure", Procedure.objects.visible_to(person))


class ToolForm(HasRemovableFields):
    """Everything about a shadow tool; each answer may stay open."""

    asked_as = "work.shadow"
    rules: ClassVar = {"sentence": "work.shadow.sentence", "minutes": "work.shadow.minutes"}

    sentence = Sentence(_("Where do we really look?"))
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[("", _("Not said")), *ShadowTool.Kind.choices],
        required=False,
        error_messages={"invalid_choice": CLEAR},
    )
    process = ProcessChoice(
        label=_("In which process?"),
        queryset=Process.objects.none(),
        required=False,
        empty_label=_("Not said"),
        error_messages={"invalid_choice": CLEAR},
    )
    teams = forms.ModelMultipleChoiceField(
        label=_("Who uses it?"),
        queryset=Team.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
        error_messages={"invalid_choice": CLEAR},
    )
    people = forms.IntegerField(
        label=_("How many people?"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    often = forms.ChoiceField(
        label=_("How often?"),
        choices=[("", _("Not said")), *ShadowTool.Often.choices],
        required=False,
        error_messages={"invalid_choice": CLEAR},
    )
    minutes = forms.IntegerField(
        label=_("Minutes of double entry a week"),
        required=False,
        min_value=0,
        max_value=MOST_MINUTES,
        help_text=_("Only the time for writing or looking up the same thing twice; a guess is fine."),
    )
    minutes_of = forms.ChoiceField(
        label=_("Whose minutes are these?"),
        choices=ShadowTool.Minutes.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Those of each person are multiplied by how many people use it."),
    )
    lacks = forms.CharField(
        label=_("What does it have that our system lacks?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, tool: ShadowTool, person: Person, **kwargs: Any) -> None:
        names = [name for name in self.base_fields if name != "teams"]
        start = {name: getattr(tool, name) for name in names} | {"teams": list(tool.teams.all())}
        kwargs.setdefault("initial", start)
        super().__init__(*args, **kwargs)
        seen = Process.objects.visible_to(person) | Process.objects.filter(pk=tool.process_id or 0)
        _offer(self, "process", seen.select_related("value_stream").distinct())
        _offer(self, "teams", Team.objects.order_by("name"))

    def clean_minutes_of(self) -> str:
        """Where nobody says whose they are, they stay whose they were."""
        return self.cleaned_data["minutes_of"] or str(self.initial["minutes_of"])


class EndForm(forms.Form):
    """What was decided, in one sentence."""

    rules: ClassVar = {"ending": "work.shadow.ending"}

    ending = Sentence(
        _("What was decided, and why?"),
        longest=500,
        help_text=_("Whoever told us reads it here."),
        error_messages={"required": _("Say in one sentence what was decided, and why.")},
    )


class OfficialForm(EndForm):
    """Made official, perhaps as one of our procedures or documents."""

    official_as = forms.ChoiceField(
        label=_("As which procedure or document?"),
        required=False,
        help_text=_("Leave it open where it stands nowhere in here yet."),
        error_messages={"invalid_choice": CLEAR},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        field = self.fields["official_as"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("None of these")), *_official_choices(person)]

    @property
    def record(self) -> Model | None:
        """The chosen procedure or document."""
        kind, _colon, key = self.cleaned_data["official_as"].partition(":")
        found = find(self.person, kind, key) if key else None
        return found[1] if found else None


class HourCostForm(forms.ModelForm[HourCost]):
    """What an hour costs, and how we know."""

    rules: ClassVar = {name: f"work.hour.{name}" for name in ("amount", "currency", "source")}

    class Meta:
        model = HourCost
        fields = ["amount", "currency", "source"]

    amount = forms.DecimalField(
        label=_("What does an hour of work cost?"), min_value=0, max_digits=10, decimal_places=2
    )
    currency = forms.RegexField(
        label=_("Currency"),
        regex=r"^[A-Za-z]{3}$",
        help_text=_("Three letters, such as EUR or USD."),
        error_messages={"invalid": _("Write the currency as three letters, such as EUR.")},
    )
    source = Sentence(
        _("Where does the figure come from?"),
        help_text=_("For example: average full cost of production staff, from controlling, March 2026."),
        error_messages={"required": _("Say where the figure comes from, so that it can be trusted.")},
    )

    def clean_currency(self) -> str:
        """In capital letters."""
        return str(self.cleaned_data["currency"]).upper()


def _official_choices(person: Person) -> list[tuple[str, Any]]:
    groups: list[tuple[str, Any]] = []
    for kind in OFFICIAL_KINDS:
        subject = subject_named(kind)
        if subject is not None:
            found = subject.visible_to(person).order_by("pk")[:MOST_OFFERED]
            groups.append((str(subject.label), [(f"{kind}:{one.pk}", subject.title(one)) for one in found]))
    return groups


def _offer(form: forms.Form, name: str, records: Any) -> None:
    field = form.fields.get(name)
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = records
