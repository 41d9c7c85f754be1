"""The words of a card."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from genba.improve.forms.fields import BoardChoice, words
from genba.improve.models import Board, Card
from genba.people.forms.fields import CheckedFile, OneLine
from genba.people.models import Person
from genba.work.asking.removable import HasRemovableFields
from genba.work.forms.procedure import ProcessChoice
from genba.work.models import Process

KIND_ICONS = {
    "nonconformity": "problem",
    "corrective_action": "check",
    "idea": "idea",
    "experiment": "method",
}


class KindField(forms.ChoiceField):
    """What sort of work it is, as cards with icons."""

    choice_icons = KIND_ICONS

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label=_("What sort of work"),
            choices=Card.Kind.choices,
            initial=Card.Kind.CORRECTIVE_ACTION,
            widget=forms.RadioSelect,
            **more,
        )


class SeverityField(forms.ChoiceField):
    """How bad it is, as cards with bars."""

    look = "severity"

    def __init__(self) -> None:
        super().__init__(
            label=_("How bad"), choices=Card.Severity.choices, required=False, widget=forms.RadioSelect
        )


def boards_of(person: Person) -> Any:
    """The boards on which a person may work, by team."""
    return Board.objects.changeable_by(person).select_related("team").order_by("team__name", "name")


def process_field() -> ProcessChoice:
    """The process that a card is about; nobody has to know it."""
    return ProcessChoice(
        label=_("Process"), queryset=Process.objects.none(), required=False, empty_label=_("Not said")
    )


def offer_processes(form: forms.Form, *, kept: int | None = None) -> None:
    """Offer the open processes, and the one that was chosen before; where there is none, do not ask."""
    field = form.fields["process"]
    if not isinstance(field, ProcessChoice):
        return
    is_open = Q(is_closed=False, value_stream__is_closed=False)
    offered = Process.objects.filter(is_open | Q(pk=kept)).select_related("value_stream")
    field.queryset = offered.order_by("value_stream__position", "value_stream__name", "name")
    if not offered.exists():
        del form.fields["process"]


class NewCardForm(HasRemovableFields):
    """Open a card: one line is enough."""

    asked_as = "improve.card"
    rules: ClassVar = {name: f"improve.card.{name}" for name in ("title", "board", "kind")}

    title = OneLine(label=_("What is it about?"), max_length=300)
    board = BoardChoice(label=_("Board"), queryset=Board.objects.none(), empty_label=None)
    kind = KindField()
    text = words(_("Description"), rows=4, longest=50_000, required=False)
    severity = SeverityField()
    process = process_field()

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["board"]
        if isinstance(field, BoardChoice):
            field.queryset = boards_of(person)
        offer_processes(self)


class WordsForm(HasRemovableFields):
    """What a card says."""

    asked_as = "improve.card"
    rules: ClassVar = {"title": "improve.card.title"}

    title = OneLine(label=_("What it is about"), max_length=300)
    text = words(_("Description"), rows=6, longest=200_000, required=False)


class DetailsForm(HasRemovableFields):
    """Who does it, until when, what sort of work, how bad, about which process, on which board."""

    rules: ClassVar = {name: f"improve.card.{name}" for name in ("kind", "board")}

    asked_as = "improve.card"

    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=Person.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    due_on = forms.DateField(label=_("Due"), required=False, widget=forms.DateInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=Card.Kind.choices)
    severity = forms.ChoiceField(
        label=_("How bad"), choices=[("", _("Not said")), *Card.Severity.choices], required=False
    )
    process = process_field()
    board = BoardChoice(label=_("Board"), queryset=Board.objects.none(), empty_label=None)

    def __init__(self, *args: Any, card: Card, person: Person, **kwargs: Any) -> None:
        names = ("owner", "due_on", "kind", "severity", "process", "board")
        kwargs.setdefault("initial", {name: getattr(card, name) for name in names})
        super().__init__(*args, **kwargs)
        owner, board = self.fields["owner"], self.fields["board"]
        if isinstance(owner, forms.ModelChoiceField) and isinstance(board, BoardChoice):
            owner.queryset = _who_may_own(card, person)
            board.queryset = boards_of(person) | Board.objects.select_related("team").filter(pk=card.board_id)
        offer_processes(self, kept=card.process_id)


class FileForm(forms.Form):
    """Add a file or a photo."""

    file = CheckedFile(label=_("File or photo"))


class CommentForm(forms.Form):
    """Say something."""

    text = words(_("Comment"), longest=10_000)


class ItemForm(forms.Form):
    """One more step to tick off."""

    text = OneLine(label=_("Next step"), max_length=300)


def _who_may_own(card: Card, person: Person) -> Any:
    """The board's team and the teams below it, whoever has it now, and oneself."""
    of_the_team = Q(memberships__team__path__startswith=card.board.team.path)
    asked = Q(pk=card.owner_id) | Q(pk=person.pk)
    return Person.objects.filter(of_the_team | asked, is_active=True).distinct().order_by("name")
