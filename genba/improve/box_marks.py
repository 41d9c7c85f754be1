"""The number of open cards on the box of a process."""

from collections.abc import Collection

from django.db.models import Count
from django.utils.translation import ngettext

from genba.improve.models import Card
from genba.people.models import Person
from genba.work.box_marks import Mark


def count_open_cards(person: Person, process_ids: Collection[int]) -> dict[int, Mark]:
    """How many cards are under way about each process."""
    cards = Card.objects.visible_to(person).under_way().filter(process__in=process_ids)
    return {
        pk: Mark(
            count,
            ngettext("%(count)d card is under way", "%(count)d cards are under way", count)
            % {"count": count},
        )
        for pk, count in cards.order_by().values_list("process").annotate(Count("pk"))
    }
