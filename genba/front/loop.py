"""The loop at a glance: said → answered → tried → checked → standardised, from a table the worker keeps."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.analysis.loop import Passing, StepFigure, share, step_figure
from genba.front.models import LoopFigure
from genba.improve.models import Card, Column, EffectivenessCheck, Stay
from genba.listen.models import Original, Report
from genba.people.models import Team
from genba.trail.work import job

WINDOW_DAYS = 90
SECONDS_OF_A_DAY = 86_400
NOTHING = StepFigure(0, None, 0, None)
Stage = Column.Stage
TeamKey = int | None


@dataclass(frozen=True)
class Step:
    """One step of the loop and what its figures mean."""

    code: str
    label: str | Promise
    icon: str
    counted: str | Promise
    waits: str | Promise


STEPS: Final = (
    Step("said", _("Said"), "report", _("Reports that came in"), ""),
    Step("answered", _("Answered"), "comment", _("First human answers"), _("reports without an answer")),
    Step("tried", _("Being tried"), "idea", _("Cards that reached Try"), _("cards before Try")),
    Step("checked", _("Checked"), "search", _("Cards that reached Check"), _("cards in Try")),
    Step(
        "standardised",
        _("Standardised"),
        "check",
        _("Cards that reached Standardise or Done"),
        _("cards in Check"),
    ),
)


@dataclass(frozen=True)
class Glance:
    """The loop of one team or of all, ready to be shown."""

    team: Team | None
    figures: dict[str, StepFigure]
    looked: int
    helped: int
    made_at: datetime | None

    @property
    def steps(self) -> list[tuple[Step, StepFigure]]:
        """Each step with its figure."""
        return [(step, self.figures[step.code]) for step in STEPS]

    @property
    def answered(self) -> StepFigure:
        """The step that people feel first."""
        return self.figures["answered"]

    @property
    def in_work(self) -> int:
        """The cards that are on their way."""
        return sum(self.figures[code].waiting for code in ("tried", "checked", "standardised"))

    @property
    def helped_share(self) -> float | None:
        """The share of looks that showed that it helped; None where too few looked."""
        return share(self.helped, self.looked)


def glances() -> tuple[Glance, list[Glance]]:
    """The loop of all together, empty until the worker has counted once, and that of every team."""
    found = [_glance(row) for row in LoopFigure.objects.select_related("team__site")]
    nothing_yet = Glance(None, {step.code: NOTHING for step in STEPS}, 0, 0, None)
    whole = next((glance for glance in found if not glance.team), nothing_yet)
    return whole, [glance for glance in found if glance.team]


def _glance(row: LoopFigure) -> Glance:
    figures = {
        step.code: StepFigure(**row.steps[step.code]) if step.code in row.steps else NOTHING for step in STEPS
    }
    return Glance(row.team, figures, row.looked, row.helped, row.made_at)


@job()
def count_the_loop() -> None:
    """Count how the loop went in the last 90 days, for every team and for all."""
    now = timezone.now()
    passings = _passings(now - timedelta(days=WINDOW_DAYS))
    looks = _looks(timezone.localdate() - timedelta(days=WINDOW_DAYS))
    for team in [None, *Team.objects.all()]:
        key = team.pk if team else None
        steps = {step.code: asdict(_figure(passings[step.code], key, now)) for step in STEPS}
        looked, helped = looks.get(key, (0, 0))
        LoopFigure.objects.update_or_create(
            team=team, defaults={"steps": steps, "looked": looked, "helped": helped, "made_at": now}
        )


def _figure(passings: dict[TeamKey, list[Passing]], team: TeamKey, now: datetime) -> StepFigure:
    mine = passings.get(team, []) if team else [one for many in passings.values() for one in many]
    return step_figure(mine, now=_days(now), window=WINDOW_DAYS)


def _passings(since: datetime) -> dict[str, dict[TeamKey, list[Passing]]]:
    found: dict[str, dict[TeamKey, list[Passing]]] = defaultdict(lambda: defaultdict(list))
    for team, on, at in _said(since):
        found["said"][team].append(Passing(_days(at or on), _days(at or on)))
    for team, on, at, answered in _answered(since):
        found["answered"][team].append(Passing(_days(at or on), _days(answered) if answered else None))
    for team, created, stages in _journeys(since):
        reached = {"tried": stages.get(Stage.TRY), "checked": stages.get(Stage.CHECK)}
        reached["standardised"] = min(
            (stages[stage] for stage in (Stage.STANDARDISE, Stage.DONE) if stage in stages), default=None
        )
        before = created
        for step, at in reached.items():
            if at is not None:
                found[step][team].append(Passing(_days(before), _days(at)))
                before = at
    for team, stage, at in _waiting_cards():
        if code := _WAITS_FOR.get(stage):
            found[code][team].append(Passing(_days(at)))
    return found


_WAITS_FOR: Final = {
    Stage.NEW: "tried",
    Stage.UNDERSTAND: "tried",
    Stage.TRY: "checked",
    Stage.CHECK: "standardised",
}


def _said(since: datetime) -> Iterable[tuple[Any, ...]]:
    came = Report.objects.current().filter(received_on__gte=since.date()).order_by()
    yield from came.values_list("team_id", "received_on", "received_at").iterator()
    unread = Original.objects.waiting().filter(week__gte=since.date()).order_by()
    yield from ((team, week, None) for team, week in unread.values_list("team_id", "week").iterator())


def _answered(since: datetime) -> Iterable[tuple[Any, ...]]:
    """Those answered within the window, and those that still wait."""
    asked = Report.objects.current().order_by()
    columns = ("team_id", "received_on", "received_at", "answered_at")
    yield from asked.filter(answered_at__gte=since).values_list(*columns).iterator()
    yield from asked.filter(state=Report.State.NEW).values_list(*columns).iterator()
    unread = Original.objects.waiting().order_by().values_list("team_id", "week")
    yield from ((team, week, None, None) for team, week in unread.iterator())


def _journeys(since: datetime) -> Iterable[tuple[TeamKey, datetime, dict[str, datetime]]]:
    """When each card that moved lately reached each stage for the first time."""
    moved = Stay.objects.filter(entered_at__gte=since).exclude(column__stage=Stage.NEW).values("card_id")
    stays = (
        Stay.objects.filter(card_id__in=moved, card__withdrawn_at=None)
        .order_by("card_id", "entered_at")
        .values_list("card_id", "card__board__team_id", "card__created_at", "column__stage", "entered_at")
    )
    cards: dict[int, tuple[TeamKey, datetime, dict[str, datetime]]] = {}
    for card, team, created, stage, entered in stays.iterator():
        cards.setdefault(card, (team, created, {}))[2].setdefault(stage, entered)
    return cards.values()


def _waiting_cards() -> Iterable[tuple[Any, ...]]:
    open_cards = Card.objects.current().under_way().filter(board__is_closed=False).order_by()
    return open_cards.values_list("board__team_id", "column__stage", "column_since").iterator()


def _looks(since: date) -> dict[TeamKey, tuple[int, int]]:
    """How often each team looked whether it helped, and how often it had."""
    helped = Count("pk", filter=Q(result=EffectivenessCheck.Result.HELPED))
    rows = (
        EffectivenessCheck.objects.filter(looked_on__gte=since, card__withdrawn_at=None)
        .order_by()
        .values_list("card__board__team_id")
        .annotate(looked=Count("pk"), helped=helped)
    )
    found: dict[TeamKey, tuple[int, int]] = {team: (looked, helped) for team, looked, helped in rows}
    found[None] = (sum(pair[0] for pair in found.values()), sum(pair[1] for pair in found.values()))
    return found


def _days(moment: date | datetime) -> float:
    """A moment as days since 1970. A day alone is its beginning, so that a wait is never flattering."""
    if not isinstance(moment, datetime):
        moment = timezone.make_aware(datetime.combine(moment, time.min))
    return moment.timestamp() / SECONDS_OF_A_DAY
