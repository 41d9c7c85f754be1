"""Tie reports to a card: several people may have said the same thing, and each of them is answered."""

from django.db import transaction

from genba.improve import facts
from genba.improve.models import Card, CardReport
from genba.listen.models import Report
from genba.people.models import Person
from genba.trail.models import Link
from genba.trail.record import record

WORKED_ON = "worked on in"


@transaction.atomic
def tie(card: Card, report: Report, *, by: Person) -> CardReport:
    """Let a card work on a report. A report stands behind one card: tied anew, it moves there."""
    knot, is_new = CardReport.objects.update_or_create(
        report=report, defaults={"card": card, "told_stage": card.column.stage}
    )
    Link.objects.tie(report, card, meaning=WORKED_ON)
    if is_new:
        record(facts.REPORT_TIED, card, by=by)
    return knot
