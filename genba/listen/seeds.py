"""Reports of the demonstration organisation."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.utils import timezone

from genba.listen import facts
from genba.listen.envelope import new_key
from genba.listen.models import Message, Original, Report
from genba.listen.models.original import Words
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
        """Write the reports, what is kept of the anonymous ones as they came, then the conversations."""
        kept = [report for report in self.reports if self._has_original(report)]
        originals = {report.pk: self._original(report) for report in kept}
        admitted = [report for report in self.reports if not _waits_outside(report)]
        Report.objects.bulk_create(admitted, batch_size=500)
        Original.objects.bulk_create(originals.values(), batch_size=500)
        for message in self.messages:
            if original := originals.get(message.report_id or 0):
                message.close_under(original, message.text)
        Message.objects.bulk_create(self.messages, batch_size=500)

    def _has_original(self, report: Report) -> bool:
        """Whether the words as they came are still kept."""
        since = timezone.localdate() - timedelta(days=settings.GENBA_ORIGINAL_DAYS)
        return report.reporter_id is None and report.received_on > since

    def _original(self, report: Report) -> Original:
        original = Original.closed(
            Words(report.text, report.reporter_name),
            week=report.received_on,
            lookup=f"{self.rng.getrandbits(256):064x}",
            receipt_key=new_key(),
        )
        original.id = self._key()
        original.kind, original.severity, original.place = report.kind, report.severity, report.place
        original.team, original.language = report.team, report.language
        if not _waits_outside(report):
            original.state, original.report = Original.State.ADMITTED, report
        return original

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
            language="en",
        )
        self.reports.append(report)
        if by is not None:
            self.tellings.append(Telling(facts.REPORT_RECEIVED, report, by=by, at=at))
        return report

    def answer(self, report: Report, words: str, *, by: Person, at: datetime, state: Report.State) -> None:
        """Somebody gives the first human answer; what came without a name is admitted just before."""
        if report.reporter_id is None:
            self.tellings.append(
                Telling(facts.REPORT_ADMITTED, report, by=None, at=at - timedelta(minutes=4))
            )
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


def _waits_outside(report: Report) -> bool:
    """Whether nobody has admitted it yet. Danger is always inside."""
    waits = report.reporter_id is None and report.state == State.NEW
    return waits and report.severity != Report.Severity.HIGH
