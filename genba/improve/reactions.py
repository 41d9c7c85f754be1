"""What the room `improve` does when others say something."""

from genba.improve.boards import make_board
from genba.improve.facts import CARD_MOVED
from genba.improve.models import Card
from genba.improve.suggested import open_card_for
from genba.improve.telling import tell_of_the_stage
from genba.people.facts import TEAM_ADDED
from genba.people.models import Team
from genba.trail.models import Fact
from genba.trail.reactions import on
from genba.work.facts import SUGGESTION_MADE
from genba.work.models import Suggestion


@on(TEAM_ADDED)
def give_the_team_a_board(fact: Fact) -> None:
    """A new team has a board from the start."""
    team = Team.objects.filter(pk=fact.subject_id).first()
    if team is not None and not team.boards.exists():
        make_board(team)


@on(CARD_MOVED)
def tell_who_reported_it(fact: Fact) -> None:
    """Everybody behind a card reads, in plain words, that it has come to another stage."""
    card = Card.objects.current().select_related("column").filter(pk=fact.subject_id).first()
    if card is not None:
        tell_of_the_stage(card)


@on(SUGGESTION_MADE)
def open_a_card_for_the_suggestion(fact: Fact) -> None:
    """A change that somebody suggests is improvement work of the owner's team."""
    found = Suggestion.objects.filter(pk=fact.data["suggestion"])
    suggestion = found.select_related("procedure__process__team", "procedure__owner", "step", "by").first()
    if suggestion is not None:
        open_card_for(suggestion)
