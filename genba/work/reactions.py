"""What the room `work` does when something was said: who works with a change is asked to read it."""

from genba.people.facts import MEMBER_JOINED, MEMBER_LEFT, TEAM_CHANGED
from genba.trail.models import Fact
from genba.trail.reactions import on
from genba.work.facts import PROCEDURE_CHANGED, VERSION_IN_FORCE
from genba.work.models import Version
from genba.work.readings import ask_to_read, ask_who_came, ask_who_moved, forget_who_left


@on(VERSION_IN_FORCE)
def ask_those_who_work_with_it(fact: Fact) -> None:
    """A version is in force: those who work with it read what is different."""
    version = Version.objects.filter(procedure=int(fact.subject_id), number=fact.data["version"]).first()
    if version is not None:
        ask_to_read(version)


@on(PROCEDURE_CHANGED)
def ask_those_who_work_with_it_now(fact: Fact) -> None:
    """Other teams may work with it now. Where nobody was asked at all, nobody is asked afterwards."""
    found = Version.objects.filter(procedure=int(fact.subject_id), state=Version.State.IN_FORCE)
    version = found.filter(readings__isnull=False).first()
    if version is not None:
        ask_to_read(version)


@on(MEMBER_JOINED)
def ask_who_came_to_the_team(fact: Fact) -> None:
    """Somebody new reads what is in force in their team, once."""
    ask_who_came(int(fact.subject_id), fact.data["person"])


@on(MEMBER_LEFT)
def forget_who_left_the_team(fact: Fact) -> None:
    """Who works elsewhere is not asked any more."""
    forget_who_left(fact.data["person"])


@on(TEAM_CHANGED)
def ask_who_moved_with_the_team(fact: Fact) -> None:
    """A team that stands somewhere else in the organisation works with what is in force there."""
    if "moved_from" in fact.data:
        ask_who_moved(int(fact.subject_id))
