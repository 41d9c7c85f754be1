"""People say that two records are the same trouble, or that they are not. Both are remembered."""

from django.db import transaction

from genba.improve import facts
from genba.improve.models import Card, Family, FamilyMember, NotTheSame
from genba.improve.recurrence.things import Thing, name_of, short_kind
from genba.listen.models import Report
from genba.people.models import Person
from genba.trail.record import record


@transaction.atomic
def same_trouble(one: Thing, other: Thing, *, by: Person) -> Family:
    """Put both into one family: a new one, the one that either has, or both families become one.

    Raises ValueError for a record and itself.
    """
    if name_of(one) == name_of(other):
        message = "Nothing is the same trouble as itself."
        raise ValueError(message)
    _hold(one, other)
    NotTheSame.objects.filter(**_pair(one, other)).delete()
    family = _one_family(family_of(one), family_of(other), by=by)
    for thing in (one, other):
        if family_of(thing) is None:
            FamilyMember.objects.create(family=family, joined_by=by, **{short_kind(thing): thing})
            record(facts.FAMILY_JOINED, family, by=by, of_kind=short_kind(thing), record=thing.pk)
    return family


@transaction.atomic
def join_family(family: Family, card: Card, *, by: Person) -> None:
    """Let a new card be work on a family: it was opened as the answer to the sign about it."""
    FamilyMember.objects.create(family=family, joined_by=by, card=card)
    record(facts.FAMILY_JOINED, family, by=by, of_kind=short_kind(card), record=card.pk)


@transaction.atomic
def not_the_same(one: Thing, other: Thing, *, by: Person) -> None:
    """Remember that these two are different, so that neither is suggested for the other again."""
    said, is_new = NotTheSame.objects.get_or_create(**_pair(one, other), defaults={"said_by": by})
    if is_new:
        record(facts.NOT_THE_SAME, said, by=by)


@transaction.atomic
def leave(member: FamilyMember, *, by: Person) -> None:
    """Take a record out of its family. A family of one is none: it goes with its last but one."""
    family = Family.objects.select_for_update().filter(pk=member.family_id).first()
    if family is None or not FamilyMember.objects.filter(pk=member.pk).delete()[0]:
        return
    of_kind, number = ("card", member.card_id) if member.card_id else ("report", member.report_id)
    record(facts.FAMILY_LEFT, family, by=by, of_kind=of_kind, record=number)
    if family.members.count() < 2:
        family.delete()


def family_of(thing: Thing) -> Family | None:
    """The family of a record, where it has one."""
    return Family.objects.filter(**{f"members__{short_kind(thing)}": thing.pk}).first()


def together_with(thing: Thing) -> list[FamilyMember]:
    """The members of its family, itself among them; none where it has no family."""
    return list(FamilyMember.objects.filter(**{f"family__members__{short_kind(thing)}": thing.pk}))


def _one_family(first: Family | None, second: Family | None, *, by: Person) -> Family:
    if first is None or second is None or first == second:
        return first or second or Family.objects.create(made_by=by)
    older, newer = sorted((first, second), key=lambda family: family.pk)
    newer.members.update(family=older)
    record(facts.FAMILIES_MADE_ONE, older, by=by, other=newer.pk)
    newer.delete()
    return older


def _hold(*things: Thing) -> None:
    """Let others who say something about these wait, always in the same order."""
    for thing in sorted(things, key=name_of):
        model = Card if isinstance(thing, Card) else Report
        model._default_manager.select_for_update().filter(pk=thing.pk).values_list("pk").first()


def _pair(one: Thing, other: Thing) -> dict[str, str]:
    first, second = sorted((name_of(one), name_of(other)))
    return {"one": first, "other": second}
