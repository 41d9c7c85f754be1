"""Eighteen months of the loop, told with a fixed seed and ending now."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from genba.improve.models import Board, Column
from genba.improve.recurrence.seeds import tell_recurring
from genba.improve.seeds import DAYS_IN, CardLife, Shelf, boards_of, later
from genba.improve.suggested_seeds import tell_suggested
from genba.listen.models import Report
from genba.listen.seeds import Pile
from genba.people.models import Person, Place
from genba.people.seeds import Crew, Town, found
from genba.trail.record import Telling, record_many
from genba.understand.seeds.metrics import tell_metrics
from genba.understand.seeds.signs import tell_signs
from genba.work.checks.seeds import tell_checks
from genba.work.control_seeds import tell_control
from genba.work.help_seeds import tell_help
from genba.work.life_seeds import tell_life
from genba.work.seeds import tell_work
from genba.work.shadow.seeds import tell_shadow_tools

HERE = Path(__file__).parent
SEED = 20_26
LENGTH = timedelta(days=548)
State = Report.State
WAY = [stage.value for stage in DAYS_IN]
HALTS = ["new", "understand", "try", "check", "standardise", "due"]
HALTS_OF_THE_SLOW = ["understand", "new", "try", "new", "understand", "try", "new"]
ON_THE_WAY = {
    Column.Stage.TRY: "We are trying something: {change}",
    Column.Stage.CHECK: "The trial is over. We now look whether it holds.",
}


@dataclass
class History:
    """The telling: who, what has been said so far, and what waits to be written."""

    town: Town
    now: datetime
    tellings: list[Telling]
    words: dict[str, Any]
    rng: Random
    pile: Pile
    shelf: Shelf
    boards: dict[int, Board] = field(default_factory=dict)

    def tell_team(self, crew: Crew) -> None:
        """All that happened in one team; its latest cards stand one at each stage."""
        cases = self._cases_of(crew)
        halts = _halts(crew)
        begun = [case for case in cases if case["severity"] != "high"][: len(halts)]
        past = [case for case in cases if case not in begun]
        for number, case in enumerate(past):
            self._tell_story(crew, case, at=self._moment((number + self.rng.random()) / len(past)))
        for case, halt in zip(begun, halts, strict=False):
            self._tell_story(crew, case, at=self._not_long_ago(crew, halt), halt=halt)
        self._tell_shorts(crew, round(crew.reports_a_week * LENGTH.days / 7) - 2 * len(cases))

    def say_too_much(self, crew: Crew) -> None:
        """Without a name, but with more in it than should go on, so that admission has something to do."""
        place = crew.places[0]
        for words in self.words["shorts"]["telling"]:
            said = words["said"].format(place=place.name)
            self.pile.say({**words, "said": said}, place=place, by=None, at=self.now - timedelta(hours=5))

    def write(self) -> None:
        """Write everything, the facts in the order in which things happened."""
        self.pile.write()
        self.shelf.write()
        told = [*self.tellings, *self.pile.tellings, *self.shelf.tellings]
        record_many(sorted(told, key=lambda telling: telling.at or self.now))

    def _cases_of(self, crew: Crew) -> list[dict[str, Any]]:
        """The team's own stories and, the more it reports the more, small ones of anybody."""
        places = [place.name for place in crew.places]
        own = [
            _case(story, it)
            for story in self.words["stories"]["story"]
            if story["place"] in places
            for it in story["case"]
        ]
        quick = self.rng.sample(self.words["quick"]["quick"], min(14, round(crew.reports_a_week * 6)))
        cases = own + [_quick_case(story, self.rng.choice(places)) for story in quick]
        self.rng.shuffle(cases)
        return cases

    def _tell_story(self, crew: Crew, case: dict[str, Any], *, at: datetime, halt: str = "") -> None:
        place = next(place for place in crew.places if place.name == case["place"])
        first = self._say(crew, {**case, "said": case["voices"][0]}, place=place, at=at)
        opened = later(self.rng, at, crew.answer_days)
        if opened > self.now:
            return
        self.pile.answer(first, self._pick("carded"), by=crew.lead, at=opened, state=State.CARDED)
        life = self.shelf.open(
            {**case, "said": first.text},
            board=self.boards[crew.team.pk],
            owner=self.rng.choice([crew.lead, *crew.people]),
            at=opened,
            pace=_pace(crew),
            halt=halt,
        )
        reports = [first, *self._join(crew, case, place, life)]
        for report in reports:
            self.shelf.tie(life.card, report, at=report.answered_at or opened, by=crew.lead)
            self._keep_telling(crew, report, case, life)
        self.shelf.talk(life, [crew.lead, *crew.people], self.words["shorts"]["talk"])

    def _join(self, crew: Crew, case: dict[str, Any], place: Place, life: CardLife) -> Iterator[Report]:
        """Others say the same while the card is under way."""
        for voice in case["voices"][1:]:
            at = later(self.rng, life.card.created_at, 6)
            if at > self.now or (life.card.done_at and at > life.card.done_at):
                continue
            report = self._say(crew, {**case, "said": voice}, place=place, at=at)
            joined = min(later(self.rng, at, crew.answer_days), self.now - timedelta(minutes=30))
            self.pile.answer(report, self._pick("joined"), by=crew.lead, at=joined, state=State.JOINED)
            yield report

    def _keep_telling(self, crew: Crew, report: Report, case: dict[str, Any], life: CardLife) -> None:
        """Whoever said it hears of each stage, and of what came of it."""
        for step in life.steps:
            if step.at < (report.answered_at or self.now):
                continue
            if words := ON_THE_WAY.get(Column.Stage(step.stage)):
                self.pile.tell(report, words.format(**case), by=crew.lead, at=step.at)
            if step.stage == Column.Stage.DONE and not report.outcome:
                said = report.text if report.text == case["voices"][0] else ""
                self.pile.tell(report, case["wall"], by=crew.lead, at=step.at)
                self.pile.publish(report, said=said, words=case["did"], by=crew.lead, at=step.at)

    def _tell_shorts(self, crew: Crew, number: int) -> None:
        """Reports that ended with an answer, and a few that still wait for one."""
        shorts = self.words["shorts"]
        for _ in range(number):
            words, at = self.rng.choice(shorts["short"]), self._moment(self.rng.random() ** 0.8)
            report = self._say(crew, words, place=self.rng.choice(crew.places), at=at)
            answered = later(self.rng, at, crew.answer_days)
            if answered < self.now:
                self.pile.answer(report, words["answer"], by=crew.lead, at=answered, state=State.ANSWERED)
        waiting = self.rng.sample(shorts["waiting"], 2 if crew.answer_days > 2 else 1)
        for turn, words in enumerate(waiting):
            at = self.now - timedelta(days=self.rng.random() * crew.answer_days * 2, hours=2)
            place = self.rng.choice(crew.places)
            self._say(crew, words, place=place, at=at, is_named=turn == 0)  # each team sees one that waits

    def _say(
        self, crew: Crew, words: dict[str, Any], *, place: Place, at: datetime, is_named: bool = False
    ) -> Report:
        is_hidden = self.rng.random() < 0.4 and not is_named
        by: Person | None = None if is_hidden else self.rng.choice(crew.people)
        name = self._pick("names") if by is None and self.rng.random() < 0.08 else ""
        said = words["said"].format(place=place.name)
        return self.pile.say({**words, "said": said}, place=place, by=by, at=at, name=name)

    def _pick(self, name: str) -> str:
        chosen: str = self.rng.choice(self.words["shorts"]["talk"][name])
        return chosen

    def _moment(self, share: float) -> datetime:
        """A working moment at a share of the eighteen months."""
        return min(later(self.rng, self.now - LENGTH * (1 - share), 1), self.now - timedelta(hours=3))

    def _not_long_ago(self, crew: Crew, halt: str) -> datetime:
        """So long ago that a card may well have come to this stage by now."""
        whole_way = halt not in WAY
        way = [days for stage, days in DAYS_IN.items() if whole_way or WAY.index(stage) <= WAY.index(halt)]
        slack = 3 if whole_way else 1.5
        return self.now - timedelta(days=(sum(way) * slack + 3) * _pace(crew) + crew.answer_days * 2 + 3)


BESIDE_THE_WORK = ("life", "shadow", "checks", "control", "helps", "metrics", "signs")


def tell_all(now: datetime) -> History:
    """Found the organisation and tell its eighteen months; nothing but the people is written yet."""
    words = {
        name: tomllib.loads((HERE / f"{name}.toml").read_text())
        for name in (*("cast", "stories", "quick", "shorts", "work", "recurring"), *BESIDE_THE_WORK)
    }
    town, tellings = found(words["cast"], at=now - LENGTH)
    tellings += tell_work(town, words["work"], at=now - LENGTH + timedelta(days=20))
    tellings += tell_life(town, words["life"], now=now)
    tellings += tell_checks(town, words["checks"], now=now)
    tellings += tell_help(town, words["helps"], now=now)
    tellings += tell_shadow_tools(town, words["shadow"], at=now - timedelta(days=200))
    tellings += tell_control(town, words["control"], now=now)
    tellings += tell_metrics(town, words["metrics"], now=now)
    tellings += tell_signs(town, words["signs"], now=now)
    rng = Random(SEED)  # noqa: S311  (a story, not a secret)
    history = History(town, now, tellings, words, rng, Pile(rng), Shelf(rng, now))
    history.boards = dict(boards_of([crew.team for crew in town.crews.values()]))
    history.tellings += tell_suggested(history.boards)
    for crew in town.crews.values():
        history.tell_team(crew)
    history.say_too_much(next(iter(town.crews.values())))
    for story in words["recurring"]["family"]:
        crew = town.crews[story["team"]]
        tell_recurring(story, crew, history.boards[crew.team.pk], history.pile, history.shelf)
    return history


def _quick_case(story: dict[str, Any], place: str) -> dict[str, Any]:
    """A small story at one place of a team."""
    case = {key: value.replace("{place}", place) for key, value in story.items()}
    whole = {"severity": "", "learned": case["seen"], "standard": case["did"], "check": case["expect"]}
    return {
        **whole,
        **case,
        "place": place,
        "whys": [case["why"]],
        "voices": [case["said"]],
        "wall": case["did"],
    }


def _halts(crew: Crew) -> list[str]:
    """At which stages the latest cards stand; teams that answer late have more under way than they bear."""
    return HALTS + HALTS_OF_THE_SLOW[: round(crew.answer_days)]


def _pace(crew: Crew) -> float:
    """How slowly a team's cards move; a team that answers late moves late."""
    return 0.5 + crew.answer_days / 4


def _case(story: dict[str, Any], it: str) -> dict[str, Any]:
    """A story with one of its cases put in."""

    def put(value: Any) -> Any:
        if isinstance(value, list):
            return [put(item) for item in value]
        return _capital(value.replace("{it}", it)) if isinstance(value, str) and "{it}" in value else value

    case = {key: put(value) for key, value in story.items() if key != "case"}
    return {**case, "voices": case["said"], "did": _did(case["wall"])}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _did(wall: str) -> str:
    """The second half of "You said …. We did …"."""
    _said, _, did = wall.partition(". ")
    return did or wall
