"""What an administrator does in the first days; `front` shows it at home until it is done."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from genba.people.models import Organisation, Person, Place


@dataclass(frozen=True)
class FirstStep:
    """One thing to do, why, where, and whether it is done."""

    label: str | Promise
    why: str | Promise
    icon: str
    url: str
    is_done: bool


def first_steps_for(person: Person) -> list[FirstStep]:
    """The first steps and which are done; empty for others than administrators, and when all are done."""
    organisation = Organisation.objects.first()
    if not person.is_administrator or organisation is None or organisation.is_demonstration:
        return []
    steps = [
        FirstStep(
            _("Have the promise signed"),
            _("People speak up where somebody at the top means it."),
            "shield",
            reverse("people:sign_promise"),
            organisation.promise_is_signed,
        ),
        FirstStep(
            _("Add your people"),
            _("One by one, or all at once from a spreadsheet."),
            "people",
            reverse("people:add"),
            Person.objects.all()[:3].count() > 2,
        ),
        FirstStep(
            _("Add a place and hang its poster"),
            _("With the code on it a report takes half a minute, without signing in."),
            "qr",
            reverse("people:add_place"),
            Place.objects.exists(),
        ),
        FirstStep(
            _("Say something yourself"),
            _("The first report goes from one sentence to an answer. Try it."),
            "report",
            _address_of("listen:report"),
            False,
        ),
    ]
    return [] if all(step.is_done for step in steps[:3]) else steps


def promise_waits_for_a_signature(person: Person | None) -> bool:
    """Whether to remind this person, an administrator or top management, that nobody has signed yet."""
    if person is None or not (person.is_administrator or person.is_executive):
        return False
    organisation = Organisation.objects.first()
    return organisation is not None and not organisation.promise_is_signed


def _address_of(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return "/"
