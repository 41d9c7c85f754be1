"""What the room `improve` hangs into the rooms below: its nouns, its place in the menu, its actions."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from genba.improve import asking, computed, signs, whys
from genba.improve.box_marks import count_open_cards
from genba.improve.models import (
    Board,
    Card,
    Comment,
    EffectivenessCheck,
    Family,
    FamilyMember,
    NotTheSame,
)
from genba.improve.process_cards import open_cards_of
from genba.improve.suggested import suggestions_by_step, suggestions_of
from genba.improve.triage_outcomes import BECOME_CARD, JOIN_CARD
from genba.improve.verdict import VERDICT
from genba.improve.words_of_cards import words_of_cards
from genba.listen.outcomes import register_outcome
from genba.people.access import SIGNED_IN
from genba.people.signables import register_signable
from genba.people.subjects import Subject, register_subject
from genba.people.ties import Tie, register_tie
from genba.ui.registry import MenuEntry, PaletteAction, register_action, register_menu
from genba.understand.language.texts import register_texts
from genba.work.box_marks import register_box_mark
from genba.work.parts import Part, register_part
from genba.work.reviewing import Reviewable, register_reviewable

_HANG_THEMSELVES_IN = (asking, computed, signs, whys)

register_texts("cards", words_of_cards)


def _where(card: Any) -> str:
    return f"{card.board} · {card.column}"


register_subject(
    Subject(
        Card,
        _("Card"),
        "board",
        visible_to=lambda person: Card.objects.visible_to(person).select_related("board", "column"),
        url=lambda card: reverse("improve:card", args=[card.pk]),
        title=lambda card: card.title,
        searched=("title", "text"),
        note=_where,
    )
)
register_subject(
    Subject(
        Board,
        _("Board"),
        "board",
        visible_to=lambda person: Board.objects.visible_to(person).select_related("team"),
        url=lambda board: reverse("improve:board", args=[board.pk]),
        title=lambda board: board.name,
        searched=("name",),
        note=lambda board: str(board.team),
    )
)
register_subject(
    Subject(
        EffectivenessCheck,
        _("Look at whether it helped"),
        "search",
        visible_to=lambda person: EffectivenessCheck.objects.filter(
            card__in=Card.objects.visible_to(person)
        ).select_related("card__board__team"),
        url=lambda check: f"{reverse('improve:card', args=[check.card_id])}#check",
        title=lambda check: check.card.title,
        note=lambda check: check.what,
    )
)
register_signable(VERDICT)
register_reviewable(
    Reviewable(
        Card,
        authors=lambda card: {card.owner_id or card.made_by_id} - {None},
        teams=lambda card: [card.board.team],
    )
)
register_part(Part("cards", "process", "improve/process_cards.html", open_cards_of, order=20, place="aside"))
register_box_mark("cards", count_open_cards)
register_part(Part("suggestions", "procedure", "improve/suggestions.html", suggestions_of, order=40))
register_part(
    Part("suggest", "procedure", "improve/step_suggestions.html", suggestions_by_step, order=60, place="step")
)
register_menu(MenuEntry("improve:boards", _("Boards"), "board", needs=SIGNED_IN, order=30, keys="g b"))
register_action(PaletteAction("improve:new_card", _("New card"), "plus", keys="c", needs=SIGNED_IN))
register_outcome(BECOME_CARD)
register_outcome(JOIN_CARD)

# A card's words may come from a report without a name: an export about a person holds its number only.
register_tie(Tie(Card, "owner", _("Cards they own"), ("id", "kind", "due_on", "created_at", "done_at")))
register_tie(Tie(Card, "made_by", _("Cards they opened"), ("id", "kind", "created_at")))
register_tie(Tie(Comment, "by", _("Comments they wrote"), ("id", "card", "text", "written_at")))
register_tie(
    Tie(
        EffectivenessCheck,
        "looked_by",
        _("Looks at whether it helped"),
        ("id", "card", "result", "seen", "looked_on"),
    )
)

# recurrence
register_subject(
    Subject(
        model=Family,
        label=_("Trouble that comes back"),
        icon="history",
        visible_to=Family.objects.wholly_visible_to,
        url=lambda family: reverse("improve:family", args=[family.pk]),
        title=lambda family: family.title,
    )
)
register_action(PaletteAction("improve:families", _("Trouble that comes back"), "history", needs=SIGNED_IN))
register_tie(Tie(Family, "made_by", _("Families of trouble they began"), ("id", "made_at")))
register_tie(
    Tie(FamilyMember, "joined_by", _("Times they said it is the same trouble"), ("id", "family", "joined_at"))
)
register_tie(Tie(NotTheSame, "said_by", _("Times they said it is not the same trouble"), ("id", "said_at")))
