"""How often what comes again is taken up, and everything else: for the sign of recurring trouble ignored."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from genba.improve.models import Card, CardReport, Family, FamilyMember
from genba.listen.models import Report
from genba.understand.looks import given

PATIENCE = timedelta(days=30)  # a report is taken up where work on it begins or runs within that time
A_WEEK = timedelta(days=6)  # how far into its week a report without a name may have come

Span = tuple[date, date]  # first and last day
Spans = Mapping[int, Sequence[Span]]


def families(today: date) -> Iterable[given.Families]:
    """Every family that people confirmed, and the reports of the same time that are in none.

    Only reports old enough to have been taken up, and none of an import, which says nothing of our pace. It
    reads as nobody in particular: what a person is shown of a family is `rates.courses_of`.
    """
    came = {key: span for key, span in _reports() if span[1] <= today}
    own, cards_of_reports = _own_work()
    members, works = _families(came, cards_of_reports)
    if not members:
        return
    told = [
        given.Family(
            family,
            len(members[family.pk]),
            sum(_is_taken(came[key], [*works[family.pk], *own.get(key, ())]) for key in members[family.pk]),
        )
        for family in Family.objects.filter(pk__in=members).order_by("pk")
    ]
    in_one = {key for of_one in members.values() for key in of_one}
    begun = min(came[key][0] for key in in_one)
    others = [key for key, span in came.items() if key not in in_one and span[0] >= begun]
    yield given.Families(told, len(others), sum(_is_taken(came[key], own.get(key, ())) for key in others))


def _reports() -> Iterable[tuple[int, Span]]:
    """Each report and the days in which work on it is in time; a nameless one has its whole week more."""
    rows = Report.objects.current().filter(import_id=None).order_by("received_on", "pk")
    for key, day, reporter in rows.values_list("pk", "received_on", "reporter_id").iterator():
        yield key, (day, day + PATIENCE + (timedelta() if reporter else A_WEEK))


def _own_work() -> tuple[Spans, dict[int, list[int]]]:
    """When each report had a card of its own, and which reports stand behind each card."""
    own: dict[int, list[Span]] = defaultdict(list)
    reports: dict[int, list[int]] = defaultdict(list)
    ties = CardReport.objects.filter(card__in=Card.objects.current())
    for key, card, tied_on, done in ties.values_list("report_id", "card_id", "tied_on", "card__done_at"):
        own[key].append(_span(tied_on, done))
        reports[card].append(key)
    return own, reports


def _families(
    came: Mapping[int, Span], cards_of_reports: Mapping[int, Sequence[int]]
) -> tuple[dict[int, set[int]], Spans]:
    """The reports of each family, those behind its cards among them, and when there was work on it."""
    members: dict[int, set[int]] = defaultdict(set)
    works: dict[int, list[Span]] = defaultdict(list)
    reports = FamilyMember.objects.filter(report__in=Report.objects.current())
    for family, key in reports.values_list("family_id", "report_id"):
        members[family].add(key)
    cards = FamilyMember.objects.filter(card__in=Card.objects.current())
    rows = cards.values_list("family_id", "card_id", "card__created_at", "card__done_at")
    for family, card, begun, done in rows:
        works[family].append(_span(timezone.localdate(begun), done))
        members[family] |= set(cards_of_reports.get(card, ()))
    kept = {family: of_one & came.keys() for family, of_one in members.items()}
    return {family: of_one for family, of_one in kept.items() if of_one}, works


def _span(begun: date, done: datetime | None) -> Span:
    return begun, timezone.localdate(done) if done else date.max


def _is_taken(came: Span, works: Iterable[Span]) -> bool:
    """Whether any work begins or runs while it is in time."""
    return any(begun <= came[1] and came[0] <= ended for begun, ended in works)
