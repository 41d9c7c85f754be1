"""Metrics that Genba counts from cards: ideas put into practice, how long it takes, whether it helps."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from django.db.models import Min, QuerySet
from django.utils.translation import gettext_lazy as _

from genba.improve.models import Card, EffectivenessCheck
from genba.understand.computed.records import SECONDS_IN_A_DAY, medians, of_team
from genba.understand.computed.registry import (
    Computation,
    Scope,
    moment_of,
    month_of,
    register_computation,
)
from genba.understand.measuring import NewReading

Result = EffectivenessCheck.Result


def ideas_implemented(scope: Scope) -> list[NewReading]:
    """Ideas that were done in a month, from the first whole month in which there were cards."""
    begun = _cards(scope).aggregate(first=Min("created_at"))["first"]
    if begun is None:
        return []
    done = _done(scope).filter(kind=Card.Kind.IDEA).values_list("done_at", flat=True)
    counted = Counter(month_of(moment) for moment in done)
    months = [month for month in scope.months if month > month_of(begun)]
    return [NewReading(moment_of(month), counted[month]) for month in months]


def time_to_resolve(scope: Scope) -> list[NewReading]:
    """The median of days that the cards done in a month took; imported ones do not count."""
    took: dict[date, list[float]] = defaultdict(list)
    for made, done in _done(scope).filter(import_id=None).values_list("created_at", "done_at"):
        took[month_of(done)].append((done - made).total_seconds() / SECONDS_IN_A_DAY)
    return medians(took)


def card_effectiveness(scope: Scope) -> list[NewReading]:
    """Of the dated looks of a month, those that showed that it helped."""
    looks = EffectivenessCheck.objects.filter(
        card__in=_cards(scope),
        result__in=(Result.HELPED, Result.DID_NOT_HELP),
        looked_on__gte=scope.months[0],
        looked_on__lt=scope.end.date(),
    )
    every: Counter[date] = Counter()
    helped: Counter[date] = Counter()
    for day, result in looks.values_list("looked_on", "result"):
        if day is not None:
            every[month_of(day)] += 1
            helped[month_of(day)] += result == Result.HELPED
    return [NewReading(moment_of(month), helped[month], number) for month, number in sorted(every.items())]


def _cards(scope: Scope) -> QuerySet[Any]:
    found: QuerySet[Any] = Card.objects.current()
    if scope.process:
        return found.filter(process=scope.process)
    return of_team(found, scope, "board__team__path")


def _done(scope: Scope) -> QuerySet[Any]:
    return _cards(scope).filter(done_at__gte=scope.begin, done_at__lt=scope.end)


register_computation(Computation("ideas_implemented", _("from the cards"), ideas_implemented))
register_computation(Computation("time_to_resolve", _("from the cards"), time_to_resolve, of_people=False))
register_computation(
    Computation("card_effectiveness", _("from the dated looks"), card_effectiveness, of_people=False)
)
