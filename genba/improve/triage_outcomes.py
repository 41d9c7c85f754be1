"""What improve offers in triage: the report becomes a card, or joins one that is there already."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from genba.improve.cards import open_card
from genba.improve.forms.triage import BecomeCardForm, JoinCardForm
from genba.improve.tying import tie
from genba.listen.models import Report
from genba.listen.outcomes import Outcome
from genba.listen.triage import mark_carded, mark_joined
from genba.people.models import Person


@transaction.atomic
def become_card(report: Report, person: Person, form: BecomeCardForm) -> None:
    """Open a card for the report. Sent twice, it is one card."""
    given = form.cleaned_data
    card = open_card(
        given["board"],
        title=given["title"],
        kind=given["kind"],
        by=person,
        text=given["text"],
        severity=given["severity"],
        client_key=f"report-{report.pk}",
    )
    tie(card, report, by=person)
    mark_carded(report, words=given["words"], by=person)


@transaction.atomic
def join_card(report: Report, person: Person, form: JoinCardForm) -> None:
    """Put the report behind a card that works on the same thing."""
    tie(form.cleaned_data["card"], report, by=person)
    mark_joined(report, words=form.cleaned_data["words"], by=person)


BECOME_CARD = Outcome(
    name="card",
    label=_("Became a card"),
    icon="board",
    help=_("Somebody works on it. The reporter is told whenever it moves on."),
    order=20,
    form=lambda report, person, data: BecomeCardForm(data, report=report, person=person),
    act=become_card,
)
JOIN_CARD = Outcome(
    name="join",
    label=_("Joined a card"),
    icon="link",
    help=_("The same thing is being worked on already."),
    order=30,
    form=lambda report, person, data: JoinCardForm(data, report=report, person=person),
    act=join_card,
)
