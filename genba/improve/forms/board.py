"""The forms around a board: what to show, what its columns are called, and a new board."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from genba.improve.filters import NONE
from genba.improve.models import Board, Card, Column
from genba.people.models import Person, Team
from genba.ui.wishes import NOBODY
from genba.work.models import Process

BIGGEST_LIMIT = 999


class FilterForm(forms.Form):
    """What to show of a board. It is never refused: the address is read by `read_filters`."""

    q = forms.CharField(label=_("Words"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *Card.Kind.choices]
    )
    severity = forms.ChoiceField(
        label=_("How bad"),
        required=False,
        choices=[("", _("All")), *Card.Severity.choices, (NONE, _("Not said"))],
    )
    process = forms.ChoiceField(label=_("Process"), required=False)

    def __init__(self, *args: Any, owners: list[Person], processes: list[Process], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(person.pk), person.name) for person in owners]
        owner = self.fields["owner"]
        if isinstance(owner, forms.ChoiceField):
            owner.choices = [("", _("Everybody")), *people, (NOBODY, pgettext_lazy("owner", "Nobody yet"))]
        process = self.fields["process"]
        if not processes:
            del self.fields["process"]
        elif isinstance(process, forms.ChoiceField):
            process.choices = [("", _("All processes")), *((str(one.pk), one.name) for one in processes)]


class NewBoardForm(forms.Form):
    """A further board for a team."""

    rules: ClassVar = {name: f"improve.board.{name}" for name in ("team", "name")}

    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), empty_label=None)
    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("For example: Line 4, or Medication safety.")
    )

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = self.fields["team"]
        if isinstance(team, forms.ModelChoiceField):
            team.queryset = teams

    def clean(self) -> dict[str, Any]:
        """A team has one board of a name."""
        given = super().clean() or {}
        if Board.objects.filter(team=given.get("team"), name=given.get("name")).exists():
            self.add_error("name", _("This team already has a board with this name."))
        return given


class BoardForm(forms.ModelForm[Board]):
    """What a board is called."""

    asks_review = forms.BooleanField(
        label=_("A colleague looks before a card is done"),
        help_text=_("Why: whoever did the work no longer sees what somebody else sees at once."),
        required=False,
    )

    class Meta:
        model = Board
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["asks_review"] = self.instance.review_since is not None

    def clean(self) -> dict[str, Any]:
        """The day since which colleagues look; kept where it was set before."""
        asks = self.cleaned_data.get("asks_review")
        self.instance.review_since = (self.instance.review_since or timezone.localdate()) if asks else None
        return super().clean() or self.cleaned_data

    def clean_name(self) -> str:
        """A team has one board of a name."""
        name: str = self.cleaned_data["name"]
        if self.instance.team.boards.exclude(pk=self.instance.pk).filter(name=name).exists():
            raise forms.ValidationError(_("This team already has a board with this name."))
        return name


class ColumnForm(forms.ModelForm[Column]):
    """What a column is called and how much it should hold at once."""

    rules: ClassVar = {"wip_limit": "improve.column.limit"}

    wip_limit = forms.IntegerField(
        label=_("At most"), required=False, min_value=1, max_value=BIGGEST_LIMIT, localize=False
    )

    class Meta:
        model = Column
        fields = ["name", "wip_limit"]


def column_forms(board: Board, data: Any = None) -> list[ColumnForm]:
    """One form for each column, in their order."""
    columns = board.columns.order_by("position")
    return [ColumnForm(data, instance=column, prefix=f"column-{column.pk}") for column in columns]
