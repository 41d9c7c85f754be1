"""The words of a card."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from genba.improve.models import Board, Card
from genba.people.models import Person


class BoardChoice(forms.ModelChoiceField[Board]):
    """A board, named with its team."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.team} · {obj.name}"


class NewCardForm(forms.Form):
    """Open a card: one line is enough."""

    title = forms.CharField(label=_("What is it about?"), max_length=300)
    board = BoardChoice(label=_("Board"), queryset=Board.objects.none(), empty_label=None)
    kind = forms.ChoiceField(
        label=_("What sort of work"),
        choices=Card.Kind.choices,
        initial=Card.Kind.CORRECTIVE_ACTION,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Description"), required=False, max_length=50_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    client_key = forms.CharField(required=False, max_length=180, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boards = Board.objects.changeable_by(person).select_related("team").order_by("team__name", "name")
        field = self.fields["board"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = boards
