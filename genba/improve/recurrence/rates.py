"""How often a trouble came before and after each action, as far as one person may read of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from genba.analysis.rate_ratio import RateRatio, rate_ratio
from genba.improve.models import Card, EffectivenessCheck, Family, FamilyMember
from genba.improve.recurrence.strip import Strip, strip_of
from genba.improve.recurrence.things import Thing, short_kind
from genba.listen.models import Report
from genba.people.models import Person

MONTH = 30.0  # days; rates are told for this long
Result = EffectivenessCheck.Result


@dataclass(frozen=True)
class Occurrence:
    """Once that the trouble showed itself. Of a report without a name only the week is known."""

    thing: Thing
    day: date
    is_week: bool
    member: FamilyMember | None

    @property
    def short_kind(self) -> str:
        """Card or report."""
        return short_kind(self.thing)


@dataclass(frozen=True)
class Action:
    """A card that is done, and how often the trouble came before and after it."""

    card: Card
    member: FamilyMember | None
    done_on: date
    check: EffectivenessCheck | None
    before: int
    after: int
    days_before: int
    days_after: int
    ratio: RateRatio | None

    @property
    def rate_before(self) -> float | None:
        """Times in thirty days, since the action before it."""
        return self.before / self.days_before * MONTH if self.days_before else None

    @property
    def rate_after(self) -> float | None:
        """Times in thirty days, until the next action or today."""
        return self.after / self.days_after * MONTH if self.days_after else None


@dataclass(frozen=True)
class Course:
    """A family as one person may read it: what happened and what was done, both by time."""

    family: Family
    occurrences: list[Occurrence]
    actions: list[Action]
    under_way: list[Occurrence]

    @property
    def title(self) -> str:
        """What the first of it was called, or the card that works on it."""
        named = [one.thing for one in self.occurrences] or [one.thing for one in self.under_way] + [
            one.card for one in self.actions
        ]
        return str(named[0]) if named else str(self.family)

    @property
    def strip(self) -> Strip | None:
        """When it came and what was done, to be drawn."""
        days, done = [one.day for one in self.occurrences], [one.done_on for one in self.actions]
        return strip_of(days, done, timezone.localdate())

    @property
    def since_last_action(self) -> list[Occurrence]:
        """Those after the last action; all where nothing was done."""
        done_on = self.actions[-1].done_on if self.actions else date.min
        return [one for one in self.occurrences if one.day > done_on]


def courses_of(families: Sequence[Family], person: Person) -> list[Course]:
    """What a person may read of families. Nothing is counted that they may not see. Five queries."""
    reports, cards = Report.objects.visible_to(person), Card.objects.visible_to(person)
    own = Q(card__in=Card.objects.changeable_by(person)) | Q(report__in=Report.objects.answerable_by(person))
    return _courses(families, reports, cards, own)


def _courses(
    families: Sequence[Family],
    reports: QuerySet[Report],
    cards: QuerySet[Card],
    own: Q,
) -> list[Course]:
    """The course of each family among these reports and cards; `own` says which members one may take out."""
    members: dict[int, list[FamilyMember]] = {family.pk: [] for family in families}
    may_leave = Exists(FamilyMember.objects.filter(own, pk=OuterRef("pk")))
    for member in FamilyMember.objects.filter(family__in=members).annotate(is_own=may_leave):
        member.may_leave = member.is_own
        members[member.family_id].append(member)
    everyone = [member for of_one in members.values() for member in of_one]
    own_cards = [one.card_id for one in everyone if one.card_id]
    own_reports = Q(pk__in=[one.report_id for one in everyone if one.report_id])
    said = list(reports.filter(own_reports | Q(card_tie__card__in=own_cards)).select_related("card_tie"))
    tied = Q(pk__in=own_cards) | Q(report_ties__report__in=[report.pk for report in said])
    checks = Prefetch("effectiveness_checks", EffectivenessCheck.objects.order_by("id"), to_attr="looks")
    works = cards.filter(tied).distinct().select_related("board__team", "column")
    works = works.prefetch_related(checks, "report_ties")
    found = list(works)
    return [_course(family, members[family.pk], said, found) for family in families]


def _course(
    family: Family, members: Sequence[FamilyMember], said: Iterable[Report], works: Iterable[Card]
) -> Course:
    of_reports = {one.report_id: one for one in members if one.report_id}
    of_cards = {one.card_id: one for one in members if one.card_id}
    said = [one for one in said if one.pk in of_reports or _card_of(one) in of_cards]
    numbers = {one.pk for one in said}
    works = [
        card
        for card in works
        if card.pk in of_cards or any(tie.report_id in numbers for tie in card.report_ties.all())
    ]
    happened = [_of_report(report, of_reports.get(report.pk)) for report in said]
    of_works = [_of_card(card, of_cards.get(card.pk)) for card in works]
    happened += [one for one, card in zip(of_works, works, strict=True) if _is_trouble(card)]
    happened.sort(key=lambda one: (one.day, one.thing.pk))
    done = sorted((card for card in works if card.done_at), key=lambda card: (card.done_at, card.pk))
    actions = _actions(done, of_cards, [one.day for one in happened])
    under_way = [one for one, card in zip(of_works, works, strict=True) if not card.done_at]
    return Course(family, happened, actions, under_way)


def _card_of(report: Report) -> int | None:
    tie = getattr(report, "card_tie", None)
    return tie.card_id if tie else None


def _of_report(report: Report, member: FamilyMember | None) -> Occurrence:
    """Of a report without a name only the week is known: its last day, so that no action is flattered."""
    day = report.received_on
    if report.is_admitted_copy:
        day = min(day + timedelta(days=6), timezone.localdate())
    return Occurrence(report, day, report.is_admitted_copy, member)


def _is_trouble(card: Card) -> bool:
    """Whether the card itself tells of the trouble once more: a nonconformity that nobody reported before."""
    return card.kind == Card.Kind.NONCONFORMITY and not card.report_ties.all()


def _of_card(card: Card, member: FamilyMember | None) -> Occurrence:
    return Occurrence(card, timezone.localdate(card.created_at), is_week=False, member=member)


def _actions(done: Sequence[Card], members: Mapping[int, FamilyMember], days: Sequence[date]) -> list[Action]:
    """Each span ends with an action. The first begins with the first occurrence, which is not counted: a span
    that begins because something happened would else always look busier than it was."""
    today, ends = timezone.localdate(), [timezone.localdate(card.done_at) for card in done]
    begins = [min(days, default=today), *ends]
    return [
        _action(card, members.get(card.pk), days[1:], (begins[at], end, following))
        for at, (card, end, following) in enumerate(zip(done, ends, [*ends, today][1:], strict=True))
    ]


def _action(
    card: Card, member: FamilyMember | None, days: Sequence[date], span: tuple[date, date, date]
) -> Action:
    begin, done_on, end = span
    before = sum(begin < day <= done_on for day in days)
    after = sum(done_on < day <= end for day in days)
    days_before, days_after = max((done_on - begin).days, 0), max((end - done_on).days, 0)
    ratio = rate_ratio(before, days_before, after, days_after) if days_before and days_after else None
    looked = [one for one in getattr(card, "looks", []) if one.result in {Result.HELPED, Result.DID_NOT_HELP}]
    check = looked[-1] if looked else None
    return Action(card, member, done_on, check, before, after, days_before, days_after, ratio)
