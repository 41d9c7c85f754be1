"""A conversation as a page shows it: with a report behind it, with an original, or with both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from genba.listen.models import Message, Original, Report


@dataclass(frozen=True)
class Thread:
    """What was said first, every turn since, and how far it has come.

    `admitted` is what the quality system keeps, where that is not what was said.
    """

    text: str
    name: str
    received_on: date
    received_at: datetime | None
    state: str
    outcome: str
    turns: Sequence[Message]
    admitted: str = ""
    answered_at: datetime | None = None

    @classmethod
    def of_original(cls, original: Original) -> "Thread":
        """As its anonymous reporter reads it."""
        report, said = original.report, original.words
        answered = original.state == Original.State.SET_ASIDE
        return cls(
            text=said.text,
            name="",
            received_on=original.week,
            received_at=None,
            state=report.state if report else Report.State.ANSWERED if answered else Report.State.NEW,
            outcome=report.outcome if report else "",
            turns=list(Message.objects.of(original)),
            admitted=report.text if report and report.text.strip() != said.text.strip() else "",
        )

    @classmethod
    def of_report(cls, report: Report) -> "Thread":
        """As those who may see the report read it: the admitted words, and what was said since."""
        return cls(
            text=report.text,
            name=str(report.reporter or report.reporter_name),
            received_on=report.received_on,
            received_at=report.received_at,
            state=report.state,
            outcome=report.outcome,
            turns=list(Message.objects.of(report)),
        )
