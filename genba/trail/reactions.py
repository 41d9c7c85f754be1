"""What a room does when another room has said something. The speaker never knows the listener."""

from collections import defaultdict
from collections.abc import Callable

from genba.trail.kinds import FactKind
from genba.trail.models import Fact
from genba.trail.work import job

Reaction = Callable[[Fact], None]

_reactions: dict[str, list[Reaction]] = defaultdict(list)


def on(*kinds: FactKind) -> Callable[[Reaction], Reaction]:
    """Run the function in the worker after a fact of one of these kinds. It must bear being run twice."""

    def hang(reaction: Reaction) -> Reaction:
        for kind in kinds:
            if reaction not in _reactions[kind.name]:
                _reactions[kind.name].append(reaction)
        return reaction

    return hang


def set_off(fact: Fact) -> None:
    """Enqueue the reactions to a fact, in the fact's own transaction."""
    if _reactions[fact.name]:
        react.enqueue(fact.pk)


@job(whole=True)
def react(fact_id: int) -> None:
    """Run every reaction to one fact, all or none, and exactly once."""
    fact = Fact.objects.get(pk=fact_id)
    for reaction in _reactions[fact.name]:
        reaction(fact)
