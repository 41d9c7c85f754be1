"""The words of cards, for the share of a month in `understand`; without whose they are."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.utils import timezone

from genba.improve.models import Card


def words_of_cards(first: date, before: date) -> Iterator[tuple[date, str]]:
    """Title and description of each card, with the day on which it was opened."""
    found = Card.objects.filter(
        withdrawn_at=None, created_at__gte=_begin(first), created_at__lt=_begin(before)
    )
    for opened, title, text in found.values_list("created_at", "title", "text").iterator():
        yield timezone.localtime(opened).date(), f"{title}\n{text}"


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
