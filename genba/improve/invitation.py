"""The review of an experiment as an appointment of thirty minutes, for calendars and for the post."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from genba.improve import facts
from genba.improve.models import Experiment
from genba.people.models import Person
from genba.trail.letters import send
from genba.trail.record import record
from genba.trail.work import job

LENGTH = timedelta(minutes=30)
FILE_NAME = "review.ics"


def appointment(experiment: Experiment) -> bytes:
    """The review as an iCalendar file. Raises ValueError where no review is set."""
    if experiment.review_at is None:
        message = "This experiment has no review."
        raise ValueError(message)
    event = Event()
    event.add("uid", f"experiment-{experiment.pk}@{settings.GENBA_ADDRESS.partition('://')[2]}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", experiment.review_at)
    event.add("dtend", experiment.review_at + LENGTH)
    event.add("summary", _("Review: %(title)s") % {"title": experiment.card.title})
    event.add("description", _body(experiment))
    event.add("url", _address(experiment))
    calendar = Calendar()
    calendar.add("prodid", "-//Genba//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


@transaction.atomic
def invite_the_team(experiment: Experiment, *, by: Person) -> int:
    """Mail the appointment to everybody in the board's team; how many that are."""
    team = experiment.card.board.team
    keys = list(
        Person.objects.filter(memberships__team=team, is_active=True).distinct().values_list("pk", flat=True)
    )
    for key in keys:
        mail_invitation.enqueue(experiment.pk, key)
    record(facts.REVIEW_MAILED, experiment.card, by=by, experiment=experiment.pk, count=len(keys))
    return len(keys)


@job()
def mail_invitation(experiment_id: int, person_id: int) -> None:
    """Mail the appointment to one person, in their language."""
    experiment = Experiment.objects.select_related("card").filter(pk=experiment_id).first()
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if experiment is None or experiment.review_at is None or person is None:
        return
    with translation.override(person.language or settings.LANGUAGE_CODE):
        mail = EmailMessage(
            subject=" ".join((_("Review: %(title)s") % {"title": experiment.card.title}).split())[:200],
            body=f"{_body(experiment)}\n\n{_address(experiment)}",
            to=[person.email],
        )
        mail.attach(FILE_NAME, appointment(experiment), "text/calendar; method=PUBLISH")
    send(mail)


def _body(experiment: Experiment) -> str:
    return _("What we changed: %(change)s\nWhat we expected to see: %(expectation)s\nWhat do we see?") % {
        "change": experiment.change,
        "expectation": experiment.expectation,
    }


def _address(experiment: Experiment) -> str:
    return f"{settings.GENBA_ADDRESS}{reverse('improve:card', args=[experiment.card_id])}#try"
