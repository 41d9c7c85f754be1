"""A suggested change of a procedure becomes a card on the owner's team's board, and its way is seen there."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from genba.improve.boards import make_board
from genba.improve.cards import open_card
from genba.improve.models import Card
from genba.people.models import Person, Team
from genba.trail.models import Link
from genba.work.look import Look
from genba.work.models import Procedure, Suggestion, Version
from genba.work.whole import SUGGESTS, whole_of

LONGEST_TITLE = 300


@dataclass(frozen=True)
class Row:
    """A suggestion with the card that works on it."""

    suggestion: Suggestion
    card: Card | None


def open_card_for(suggestion: Suggestion) -> Card | None:
    """The card of a suggestion, opened once and tied to the procedure and its step.

    None where no team looks after the procedure: then the suggestion stands on its page only.
    """
    procedure = suggestion.procedure
    team = team_of(procedure)
    if team is None:
        return None
    board = team.boards.filter(is_closed=False).order_by("pk").first() or make_board(team)
    key = f"suggestion-{suggestion.pk}"
    card = open_card(board, by=suggestion.by, client_key=key, **card_words(suggestion))
    tie_card(card, suggestion)
    return card


def card_words(suggestion: Suggestion) -> dict[str, Any]:
    """What the card of a suggestion says, whose it is and what it is about."""
    procedure, instead = suggestion.procedure, suggestion.instead
    return {
        "title": Truncator(f"{procedure.title}: {suggestion.said}").chars(LONGEST_TITLE),
        "kind": Card.Kind.IDEA,
        "text": f"{suggestion.said}\n\n→ {instead}" if instead else suggestion.said,
        "owner": procedure.owner if procedure.owner and procedure.owner.is_active else None,
        "process": procedure.process,
    }


def tie_card(card: Card, suggestion: Suggestion) -> None:
    """Tie the card to the suggestion, its procedure and its step."""
    for target in filter(None, (suggestion, suggestion.procedure, suggestion.step)):
        Link.objects.tie(card, target, meaning=SUGGESTS)


def team_of(procedure: Procedure) -> Team | None:
    """The team on whose board a change is worked on: the owner's, else the one that runs the process."""
    of_work = list(procedure.teams.all())
    of_owner = procedure.owner.teams if procedure.owner else []
    shared = [team for team in of_owner if team in of_work or team.pk == procedure.process.team_id]
    for found in (shared, of_owner, [procedure.process.team], of_work):
        if found and found[0] is not None:
            return found[0]
    return None


def suggestions_of(person: Person, version: Version) -> dict[str, Any]:
    """The suggestions about a procedure: what waits, with its card's place, and what became of the last."""
    procedure = version.procedure
    found = whole_of(version, person).suggestions
    cards = _cards_of(found)
    rows = [Row(one, cards.get(one.pk)) for one in found]
    return {
        "procedure": procedure,
        "waiting": [row for row in rows if row.suggestion.state == Suggestion.State.OPEN],
        "answered": [row for row in rows if row.suggestion.state != Suggestion.State.OPEN],
        "may_change": procedure.may_be_changed_by(person) if found else False,
        **_way_to_suggest(person, version),
    }


def suggestions_by_step(person: Person, version: Version) -> dict[str, Any]:
    """What is suggested at each step, for the lines of the page."""
    found = whole_of(version, person).suggestions
    waiting = [one for one in found if one.state == Suggestion.State.OPEN and one.step is not None]
    return {"procedure": version.procedure, "waiting": waiting, **_way_to_suggest(person, version)}


def _way_to_suggest(person: Person, version: Version) -> dict[str, Any]:
    """Whether a change is suggested here, or at the version in force because this one counts no more."""
    if version.procedure.retired_on:
        return {"may_suggest": False, "counts": None}
    look = Look(version, person)
    counts = look.counts if look.is_old else None
    return {"may_suggest": counts is None, "counts": counts}


def _cards_of(suggestions: list[Suggestion]) -> dict[int, Card]:
    tied = {one.pk: int(one.card) for one in suggestions if one.card}
    if not tied:
        return {}
    cards = Card.objects.current().select_related("column", "board__team").in_bulk(tied.values())
    return {key: cards[card] for key, card in tied.items() if card in cards}
