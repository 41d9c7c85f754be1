from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Team
from genba.work.models.value_stream import ValueStream


class ProcessQuerySet(models.QuerySet["Process"]):
    """Processes, as one may see and change them."""

    def visible_to(self, person: Person | None) -> "ProcessQuerySet":
        """Everybody who is signed in sees how value is made."""
        return self.filter(is_closed=False, value_stream__is_closed=False) if person else self.none()

    def known_to(self, person: Person | None) -> "ProcessQuerySet":
        """The closed ones too: their procedures and cards lead to them."""
        return self.all() if person else self.none()

    def changeable_by(self, person: Person | None) -> "ProcessQuerySet":
        """Its owner, those who answer for its team, and quality."""
        return self.visible_to(person).answered_for_by(person)

    def answered_for_by(self, person: Person | None) -> "ProcessQuerySet":
        """Those that a person may change, or open again where they are closed."""
        if person is None:
            return self.none()
        if person.is_quality:
            return self.all()
        answers = Q(owner=person)
        for team in person.teams_led:
            answers |= Q(team__path__startswith=team.path)
        return self.filter(answers)


class Process(models.Model):
    """One box of a value stream. `x` and `y` are the middle of the box on the map, in its own units."""

    value_stream = models.ForeignKey(
        ValueStream, on_delete=models.PROTECT, related_name="processes", verbose_name=_("value stream")
    )
    name = models.CharField(_("name"), max_length=120)
    purpose = models.CharField(_("what it is for, in one sentence"), max_length=300, blank=True)
    customer = models.CharField(_("who gets what comes out"), max_length=200, blank=True)
    inputs = models.TextField(_("what goes in"), blank=True, max_length=2000)
    outputs = models.TextField(_("what comes out"), blank=True, max_length=2000)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    team = models.ForeignKey(
        Team,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="processes",
        verbose_name=_("team that runs it"),
    )
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    is_closed = models.BooleanField(default=False)

    objects = ProcessQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["value_stream", "name"], name="process_name_once_a_stream")
        ]

    if TYPE_CHECKING:
        id: int
        value_stream_id: int
        owner_id: int | None
        team_id: int | None

    def __str__(self) -> str:
        return self.name
