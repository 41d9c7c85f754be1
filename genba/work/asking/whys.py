"""The organisation's own words for why a rule is there."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from genba.people.models import Person
from genba.trail.record import record
from genba.work import facts
from genba.work.asking.decided import decided, forget_decided
from genba.work.models import RuleWhy


def own_whys() -> Mapping[str, str]:
    """Why by code, for the rules about which the organisation has said it itself."""
    return decided().whys


@transaction.atomic
def say_why(code: str, *, why: str, owner: Person | None, by: Person) -> RuleWhy:
    """Put the organisation's words in the place of the product's."""
    said, _is_new = RuleWhy.objects.update_or_create(
        code=code, defaults={"why": why.strip(), "owner": owner, "changed_on": timezone.localdate()}
    )
    record(facts.RULE_WHY_SAID, said, by=by, rule=code)
    forget_decided()
    return said


@transaction.atomic
def take_why_back(code: str, *, by: Person) -> bool:
    """Let the product's words count again. Whether there were own ones."""
    said = RuleWhy.objects.filter(code=code).exclude(why="").first()
    if said is None:
        return False
    said.why, said.changed_on = "", timezone.localdate()
    said.save(update_fields=["why", "changed_on"])
    record(facts.RULE_WHY_TAKEN_BACK, said, by=by, rule=code)
    forget_decided()
    return True
