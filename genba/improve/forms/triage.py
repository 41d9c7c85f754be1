"""The questions of triage that improve asks."""

import re
from collections import Counter
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from genba.improve.forms.card import KindField, SeverityField, boards_of
from genba.improve.forms.fields import BoardChoice, words
from genba.improve.models import Board, Card
from genba.improve.models.card import CardQuerySet
from genba.listen.models import Report
from genba.people.forms.fields import OneLine
from genba.people.models import Person

KIND_OF_CARD = {
    Report.Kind.NEAR_MISS: Card.Kind.CORRECTIVE_ACTION,
    Report.Kind.PROBLEM: Card.Kind.CORRECTIVE_ACTION,
    Report.Kind.COMPLAINT: Card.Kind.NONCONFORMITY,
    Report.Kind.IDEA: Card.Kind.IDEA,
}
SUGGESTIONS = 6
LEAST_ALIKE = 0.1
SHORTEST_WORD = 4
LOOKED_AT = 300  # of the newest open cards; triage must stay quick however many there are


class TriageForm(forms.Form):
    """Every outcome ends in words that the reporter reads."""

    rules: ClassVar = {"words": "listen.triage.words"}

    words = words(
        _("What the reporter will read"),
        rows=3,
        longest=2000,
        help_text=_("Thank them, and say what happens next."),
    )


class BecomeCardForm(TriageForm):
    """Choose the board; the rest is filled in."""

    rules: ClassVar = TriageForm.rules | {name: f"improve.card.{name}" for name in ("title", "board", "kind")}

    title = OneLine(label=_("Title of the card"), max_length=300)
    board = BoardChoice(label=_("Board"), queryset=Board.objects.none(), empty_label=None)
    kind = KindField()
    text = words(
        _("What the team will read"),
        rows=3,
        longest=20_000,
        required=False,
        help_text=_("Everybody who is signed in can read a card. Leave out what could tell who reported it."),
    )
    severity = SeverityField()
    field_order = ("title", "board", "kind", "text", "severity", "words")

    def __init__(self, data: Any, *, report: Report, person: Person) -> None:
        boards = boards_of(person)
        first = boards.filter(team=report.team_id).first() if report.team_id else None
        start = {
            "title": report.title,
            "board": first,
            "kind": KIND_OF_CARD.get(Report.Kind(report.kind), Card.Kind.CORRECTIVE_ACTION)
            if report.kind
            else Card.Kind.CORRECTIVE_ACTION,
            "text": "" if report.text.strip() == report.title else report.text,
            "severity": report.severity,
            "words": _(
                "Thank you for telling us. We have begun to work on it and will tell you here how it goes on."
            ),
        }
        super().__init__(data, initial=start)
        if report.is_anonymous:
            self.fields["title"].help_text = _(
                "Everybody who is signed in reads it. Use your own words, so that nobody can be recognised."
            )
        field = self.fields["board"]
        if isinstance(field, BoardChoice):
            field.queryset = boards


class CardChoice(forms.ModelChoiceField[Card]):
    """A card among a few, below each other."""

    look = "lines"
    choice_hints: dict[str, str]

    def offer(self, cards: CardQuerySet) -> None:
        """Offer these cards, each with its number and where it stands."""
        self.queryset = cards
        self.choice_hints = {
            str(card.pk): f"#{card.pk} · {card.board.team} · {card.column}" for card in cards
        }

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class JoinCardForm(TriageForm):
    """Choose among the open cards that sound alike, or give the number of another one."""

    card = CardChoice(
        label=_("Which card?"),
        queryset=Card.objects.none(),
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
    )
    number = OneLine(
        label=_("Or the number of another card"),
        max_length=20,
        required=False,
        help_text=_("It stands above the title of every card, for example #214."),
    )
    field_order = ("card", "number", "words")

    def __init__(self, data: Any, *, report: Report, person: Person) -> None:
        start = _(
            "Thank you. Others have told us the same, and we are working on it. "
            "We will tell you here how it goes on."
        )
        super().__init__(data, initial={"words": start})
        self.open_cards = Card.objects.visible_to(person).under_way().select_related("board__team", "column")
        alike = cards_alike(report, self.open_cards)
        field = self.fields["card"]
        if isinstance(field, CardChoice):
            field.offer(self.open_cards.filter(pk__in=alike))
        if not alike:
            self.fields["card"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """A typed number counts before a chosen card."""
        cleaned: dict[str, Any] = super().clean() or {}
        number = (cleaned.get("number") or "").lstrip("#").strip()
        if number:
            fits = number.isascii() and number.isdigit()
            cleaned["card"] = self.open_cards.filter(pk=int(number)).first() if fits else None
            if cleaned["card"] is None:
                self.add_error("number", _("There is no open card with this number."))
        elif not cleaned.get("card") and "card" not in self.errors:
            self.add_error("number", _("Please choose a card or give its number."))
        return cleaned


def cards_alike(report: Report, cards: CardQuerySet) -> list[int]:
    """The open cards that share most telling words with the report; among equals its own team's first.

    A word tells the more the fewer cards have it.
    """
    newest = cards.order_by("-id").values_list("pk", "title", "board__team")
    own = newest.filter(board__team=report.team_id)[:LOOKED_AT]
    found = {key: (_words_of(title), team) for key, title, team in [*own, *newest[:LOOKED_AT]]}
    spread = Counter(word for words, _team in found.values() for word in words)
    said = _words_of(report.text)
    score = {
        key: sum(1 / spread[word] for word in said & words) + (team == report.team_id) / 10
        for key, (words, team) in found.items()
    }
    best = sorted((key for key in score if score[key] >= LEAST_ALIKE), key=lambda key: (-score[key], -key))
    return best[:SUGGESTIONS]


def _words_of(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) >= SHORTEST_WORD}
