"""Cards of the demonstration organisation: how one lives from New to Done, and sometimes back."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db.models import Model

from genba.improve import facts
from genba.improve.models import (
    Board,
    Card,
    CardReport,
    Cause,
    CheckItem,
    Column,
    Comment,
    EffectivenessCheck,
    Experiment,
    Stay,
    Why,
)
from genba.listen.models import Report
from genba.people.models import Person
from genba.trail.record import Telling
from genba.work.models import Process

Stage = Column.Stage
DAYS_IN = {Stage.NEW: 4.0, Stage.UNDERSTAND: 6.0, Stage.TRY: 16.0, Stage.CHECK: 6.0, Stage.STANDARDISE: 4.0}
WAY = list(Stage)
DUE = EffectivenessCheck.Result.DUE
LOOK_AFTER = timedelta(days=30)
KINDS = {
    "problem": Card.Kind.CORRECTIVE_ACTION,
    "near_miss": Card.Kind.CORRECTIVE_ACTION,
    "complaint": Card.Kind.NONCONFORMITY,
    "idea": Card.Kind.IDEA,
    "question": Card.Kind.EXPERIMENT,
}


@dataclass
class Step:
    """A card has come to a stage."""

    stage: str
    at: datetime


@dataclass
class Shelf:
    """Everything about cards that waits to be written in bulk."""

    rng: Random
    now: datetime
    cards: list[Card] = field(default_factory=list)
    details: list[Model] = field(default_factory=list)
    tellings: list[Telling] = field(default_factory=list)

    def write(self) -> None:
        """Write the cards first, then all that hangs on them."""
        self._say_which_process()
        Card.objects.bulk_create(self.cards, batch_size=500)
        for model in {type(row) for row in self.details}:
            rows = [row for row in self.details if type(row) is model]
            model._default_manager.bulk_create(rows, batch_size=500)

    def open(
        self, words: dict[str, Any], *, board: Board, owner: Person, at: datetime, pace: float, halt: str = ""
    ) -> "CardLife":
        """Begin a card and let it live until now, or until it halts at a stage."""
        card = Card(
            board=board,
            kind=KINDS[words["kind"]],
            title=words["title"],
            text=words["said"],
            severity=words["severity"],
            owner=owner,
            made_by=owner,
            created_at=at,
            due_on=at.date() + timedelta(days=self.rng.choice([21, 30, 45])),
        )
        self.cards.append(card)
        life = CardLife(self, words, card, pace=pace, halt=halt)
        life.live(at)
        return life

    def tie(self, card: Card, report: Report, *, at: datetime, by: Person) -> None:
        """Put a report behind a card."""
        self.details.append(CardReport(card=card, report=report, tied_on=at.date()))
        self.tellings.append(Telling(facts.REPORT_TIED, card, by=by, at=at))

    def talk(self, life: "CardLife", people: list[Person], words: dict[str, list[str]]) -> None:
        """A few comments and a checklist, so that the card looks like people work on it."""
        for text in self.rng.sample(words["comments"], self.rng.randint(0, 2)):
            at, by = later(self.rng, life.steps[0].at, 5), self.rng.choice(people)
            if at < self.now:
                self.details.append(Comment(card=life.card, by=by, text=text, written_at=at))
                self.tellings.append(Telling(facts.COMMENT_WRITTEN, life.card, by=by, at=at))
        if self.rng.random() < 0.5:
            ticked = len(life.steps)
            self.details += [
                CheckItem(card=life.card, position=place, text=text, is_ticked=place < ticked)
                for place, text in enumerate(words["tasks"])
            ]

    def _say_which_process(self) -> None:
        """Two cards of three are about a process that their team runs."""
        run_by = defaultdict(list)
        for process in Process.objects.exclude(team=None):
            run_by[process.team_id].append(process)
        for number, card in enumerate(self.cards):
            if number % 3 and (processes := run_by.get(card.board.team_id)):
                card.process = processes[number // 3 % len(processes)]


@dataclass
class CardLife:
    """One card being told: its words, its owner, and the moments it went through until now."""

    shelf: Shelf
    words: dict[str, Any]
    card: Card
    pace: float
    halt: str = ""
    steps: list[Step] = field(default_factory=list)

    def live(self, at: datetime) -> None:
        """Let the card go its way from this moment."""
        self.steps.append(Step(Stage.NEW, at))
        self._tell(facts.CARD_OPENED, at, board=self.card.board_id, of_kind=self.card.kind)
        self._tell(facts.CARD_GIVEN, at, owner=self.card.owner_id)
        done_at = self._go_on(Stage.NEW, at)
        if done_at is not None:
            self._look(done_at)
        self._settle()

    def _go_on(self, stage: str, at: datetime) -> datetime | None:
        """From a stage towards Done; the moment of Done, or None if now comes first."""
        for following in WAY[WAY.index(Stage(stage)) + 1 :]:
            at = later(self.shelf.rng, at, DAYS_IN[Stage(stage)] * self.pace)
            if at > self.shelf.now or stage == self.halt:
                return None
            self._tell(facts.CARD_MOVED, at, **{"from": stage, "to": following.value})
            self.steps.append(Step(following, at))
            self._do_the_work(Stage(stage), at)
            stage = following
        return at

    def _do_the_work(self, stage: Stage, at: datetime) -> None:
        """What was written down before the card left a stage; a card that comes back repeats nothing."""
        if stage in [step.stage for step in self.steps[:-2]]:
            return
        if stage == Stage.UNDERSTAND:
            whys = self.words["whys"]
            self.shelf.details += [
                Why(card=self.card, position=n, answer=why) for n, why in enumerate(whys, 1)
            ]
            self.shelf.details.append(
                Cause(
                    card=self.card,
                    category=self.words["category"],
                    text=self.words["cause"],
                    found_on=at.date(),
                )
            )
            self._tell(facts.WHYS_WRITTEN, at, count=len(whys))
            self._tell(facts.CAUSE_NAMED, at, category=self.words["category"])
        elif stage == Stage.TRY:
            self.shelf.details.append(self._experiment(self.steps[-2].at, ended=True))
            self._tell(facts.EXPERIMENT_ENDED, at)
        elif stage == Stage.STANDARDISE:
            self.card.standard_changed = self.words["standard"]
            self._tell(facts.STANDARD_SET, at)

    def _experiment(self, begun: datetime, *, ended: bool) -> Experiment:
        self._tell(facts.EXPERIMENT_BEGUN, begun)
        until = begun.date() + timedelta(days=14)
        return Experiment(
            card=self.card,
            change=self.words["change"],
            expectation=self.words["expect"],
            until=until,
            review_at=begun.replace(hour=13, minute=0, second=0, microsecond=0) + timedelta(days=14),
            result=Experiment.Result.AS_EXPECTED if ended else Experiment.Result.OPEN,
            learned=self.words["learned"] if ended else "",
            begun_on=begun.date(),
        )

    def _look(self, done_at: datetime) -> None:
        """The dated look: planned, due, helped, or not and once more round."""
        due = done_at + LOOK_AFTER
        if self.halt == DUE:
            due = min(due, self.shelf.now - timedelta(days=1))
        check = EffectivenessCheck(card=self.card, what=self.words["check"], due_on=due.date())
        self.shelf.details.append(check)
        self._tell(facts.EFFECTIVENESS_PLANNED, done_at)
        if due > self.shelf.now:
            return
        self._tell(facts.EFFECTIVENESS_DUE, due)
        looked = later(self.shelf.rng, due, 2 * self.pace)
        if looked > self.shelf.now or self.halt == DUE:
            check.result = EffectivenessCheck.Result.DUE
            self.steps.append(Step(Stage.CHECK, due))
            return
        check.looked_by, check.looked_on = self.card.owner, looked.date()
        if self.shelf.rng.random() < 0.8:
            check.result, check.seen = EffectivenessCheck.Result.HELPED, self.words["seen"]
            self._tell(facts.EFFECTIVENESS_HELPED, looked)
            return
        check.result = EffectivenessCheck.Result.DID_NOT_HELP
        check.seen = "It came back in the second week. The cause must lie deeper."
        self._tell(facts.EFFECTIVENESS_DID_NOT_HELP, looked)
        self._tell(facts.CARD_REOPENED, looked)
        self.steps.append(Step(Stage.UNDERSTAND, looked))
        done_again = self._go_on(Stage.UNDERSTAND, looked)
        if done_again is not None:
            self._look(done_again)

    def _settle(self) -> None:
        """Where the card stands today, with its stays."""
        last = self.steps[-1]
        columns = {column.stage: column for column in self.card.board.columns.all()}
        self.card.column, self.card.column_since = columns[last.stage], last.at
        self.card.done_at = last.at if last.stage == Stage.DONE else None
        self.card.position = float(len(self.shelf.cards))
        if last.stage == Stage.TRY:
            self.shelf.details.append(self._experiment(last.at, ended=False))
        for step, following in zip(self.steps, [*self.steps[1:], None], strict=True):
            left = following.at if following else None
            column = columns[step.stage]
            self.shelf.details.append(Stay(card=self.card, column=column, entered_at=step.at, left_at=left))

    def _tell(self, kind: Any, at: datetime, **data: Any) -> None:
        self.shelf.tellings.append(Telling(kind, self.card, by=self.card.owner, at=at, data=data))


def later(rng: Random, at: datetime, mean_days: float) -> datetime:
    """A working moment some days after another."""
    moment = at + timedelta(days=rng.expovariate(1 / mean_days) + 0.2)
    moment += timedelta(days=max(0, moment.weekday() - 4) and 7 - moment.weekday())
    return max(at + timedelta(hours=1), moment.replace(hour=rng.randint(6, 15), minute=rng.randrange(60)))


def boards_of(teams: list[Any]) -> Iterator[tuple[int, Board]]:
    """One board for each team, as every new team gets one."""
    for team in teams:
        board = Board.objects.create(team=team, name="Improvement")
        Column.objects.bulk_create(
            Column(
                board=board,
                stage=stage,
                name=str(label),
                position=position,
                wip_limit={Stage.UNDERSTAND: 4, Stage.TRY: 3}.get(Stage(stage)),
            )
            for position, (stage, label) in enumerate(Stage.choices)
        )
        yield team.pk, board
