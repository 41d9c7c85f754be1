"""The first steps of an organisation: what is there, what is still to be done."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.listen.models import Report
from genba.people.models import Organisation, Person, Place, Team
from genba.work.models import Procedure

CONSOLE = "django.core.mail.backends.console.EmailBackend"


@dataclass(frozen=True)
class Step:
    """One thing to do once."""

    label: str | Promise
    why: str | Promise
    url_name: str
    is_done: bool


def first_steps(person: Person) -> dict[str, Any]:
    """What makes the loop turn for the first time, in order."""
    organisation = Organisation.objects.first()
    steps = [
        Step(
            _("Make your teams"),
            _("Every report needs somebody who answers it."),
            "people:teams",
            Team.objects.exists(),
        ),
        Step(
            _("Choose who answers the reports"),
            _("Give somebody the role Quality, perhaps yourself: they see reports that have no team yet."),
            "people:people",
            Person.objects.filter(is_quality=True, is_active=True).exists(),
        ),
        Step(
            _("Bring your people in"),
            _("From a table, or one by one."),
            "people:people",
            Person.objects.exclude(pk=person.pk).exists(),
        ),
        Step(
            _("Name the places and print their posters"),
            _("A poster is the shortest way to say something."),
            "people:places",
            Place.objects.exists(),
        ),
        Step(
            _("Have the promise signed"),
            _("People speak up when top management says that nobody is punished for it."),
            "people:organisation",
            bool(organisation and organisation.promise_is_signed),
        ),
        Step(
            _("Send the first report yourself"),
            _("One sentence is enough. Then follow it through the loop."),
            "listen:report",
            Report.objects.exists(),
        ),
        Step(
            _("Write down how one piece of work is done"),
            _("Take the one that goes wrong most often. One page is enough."),
            "work:procedures",
            Procedure.objects.exists(),
        ),
    ]
    done = sum(step.is_done for step in steps)
    return {
        "steps": steps,
        "done": done,
        "all": len(steps),
        "mail_to_console": settings.EMAIL_BACKEND == CONSOLE,
    }


def beginning(person: Person) -> dict[str, Any] | None:
    """The first steps on the page of an administrator who is something else too: founders often are."""
    if not person.is_administrator:
        return None
    look = first_steps(person)
    return look if look["done"] < look["all"] else None
