"""Reports of the demonstration organisation."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from genba.listen import facts
from genba.listen.models import Message, Report
from genba.listen.models.report import week_of
from genba.people.models import Person, Place
from genba.trail.keys import BITS
from genba.trail.kinds import FactKind
from genba.trail.record import Telling

State = Report.State
ENDINGS = {
    State.ANSWERED: facts.REPORT_ANSWERED,
    State.CARDED: facts.REPORT_CARDED,
    State.JOINED: facts.REPORT_JOINED,
}


@dataclass
class Pile:
    """Everything about reports that waits to be written in bulk."""

    rng: Random
    reports: list[Report] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    tellings: list[Telling] = field(default_factory=list)
    turns: dict[int, int] = field(default_factory=dict)

    def write(self) -> None:
        """Write the reports, then the conversations."""
        Report.objects.bulk_create(self.reports, batch_size=500)
        Message.objects.bulk_create(self.messages, batch_size=500)

    def say(
        self, words: dict[str, Any], *, place: Place, by: Person | None, at: datetime, name: str = ""
    ) -> Report:
        """Somebody says something; without a person it is anonymous and keeps only its week."""
        report = Report(
            id=self._key(),
            kind=words["kind"],
            text=words["said"],
            severity=words.get("severity", ""),
            place=place,
            team=place.team,
            reporter=by,
            reporter_name=name,
            received_on=at.date() if by else week_of(at.date()),
            received_at=at if by else None,
            receipt_lookup=None if by else f"{self.rng.getrandbits(256):064x}",
            language="en",
        )
        self.reports.append(report)
        if by is not None:
            self.tellings.append(Telling(facts.REPORT_RECEIVED, report, by=by, at=at))
        return report

    def answer(self, report: Report, words: str, *, by: Person, at: datetime, state: Report.State) -> None:
        """Somebody gives the first human answer."""
        report.state, report.answered_at, report.answered_by = state, at, by
        self.tell(report, words, by=by, at=at, kind=ENDINGS[state])

    def tell(
        self, report: Report, words: str, *, by: Person, at: datetime, kind: FactKind = facts.REPORTER_TOLD
    ) -> None:
        """Another turn in the conversation, from those who answer."""
        turn = self.turns[report.pk] = self.turns.get(report.pk, 0) + 1
        self.messages.append(
            Message(
                id=self._key(),
                report=report,
                by=by,
                text=words,
                place_in_talk=turn,
                written_on=at.date(),
                written_at=at,
            )
        )
        self.tellings.append(Telling(kind, report, by=by, at=at))

    def publish(self, report: Report, *, said: str, words: str, by: Person, at: datetime) -> None:
        """Write down what came of a report; with a summary of what was said it stands on the wall."""
        report.said, report.outcome, report.outcome_on, report.on_wall = said, words, at.date(), bool(said)
        data = {"on_wall": report.on_wall}
        self.tellings.append(Telling(facts.OUTCOME_PUBLISHED, report, by=by, at=at, data=data))

    def _key(self) -> int:
        return self.rng.getrandbits(BITS) or 1
