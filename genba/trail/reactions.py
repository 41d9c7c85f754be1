"""What a room does when another room has said something. The speaker never knows the listener."""

from collections import defaultdict
from collections.abc import Callable

from genba.trail.kinds import FactKind
from genba.trail.models import Fact
from genba.trail.work import job

Reaction = Callable[[Fact], None]
Wanted = Callable[[Fact], bool]

_reactions: dict[str, dict[Reaction, Wanted]] = defaultdict(dict)


def on(*kinds: FactKind, only_if: Wanted = lambda _fact: True) -> Callable[[Reaction], Reaction]:
    """Run the function in the worker after a fact of one of these kinds. It must bear being run twice.

    `only_if` looks at the fact alone and says whether there can be anything to do. A fact that nobody wants
    costs the worker nothing; one that somebody wants sets off every reaction to its kind.
    """

    def hang(reaction: Reaction) -> Reaction:
        for kind in kinds:
            _reactions[kind.name][reaction] = only_if
        return reaction

    return hang


def set_off(fact: Fact) -> None:
    """Enqueue the reactions to a fact, in the fact's own transaction."""
    if any(wants(fact) for wants in _reactions[fact.name].values()):
        react.enqueue(fact.pk)


@job(whole=True)
def react(fact_id: int) -> None:
    """Run every reaction to one fact, all or none, and exactly once."""
    fact = Fact.objects.get(pk=fact_id)
    for reaction in _reactions[fact.name]:
        reaction(fact)
