from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Place, Team


class EquipmentQuerySet(models.QuerySet["Equipment"]):
    """Gauges and other equipment, as one may see and change them."""

    def visible_to(self, person: Person | None) -> "EquipmentQuerySet":
        """Everybody who is signed in may look whether a gauge is good."""
        return self.all() if person else self.none()

    def changeable_by(self, person: Person | None) -> "EquipmentQuerySet":
        """Those who answer for its team, and quality."""
        if person is None:
            return self.none()
        if person.is_quality:
            return self.all()
        answers = Q(pk__in=[])
        for team in person.teams_led:
            answers |= Q(team__path__startswith=team.path)
        return self.filter(answers)

    def kept(self) -> "EquipmentQuerySet":
        """Those that are not retired."""
        return self.exclude(state=Equipment.State.RETIRED)


class Equipment(models.Model):
    """Something one measures or works with that must be looked after: a gauge, a scale, a thermometer.

    `due_on` is the day until which the last good calibration counts. With an interval in uses, the number of
    uses since then counts as well.
    """

    class State(models.TextChoices):
        """Whether one may work with it."""

        IN_USE = "in_use", _("In use")
        OUT_OF_ORDER = "out_of_order", _("Out of order")
        RETIRED = "retired", _("Retired")

    class Unit(models.TextChoices):
        """What the interval counts."""

        DAYS = "days", _("days")
        MONTHS = "months", _("months")
        USES = "uses", _("uses")

    code = models.CharField(_("number on the label"), max_length=40, unique=True)
    name = models.CharField(_("what it is"), max_length=160)
    kind = models.CharField(_("kind"), max_length=80, blank=True)
    serial = models.CharField(_("serial number"), max_length=80, blank=True)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="equipment", verbose_name=_("team that looks after it")
    )
    place = models.ForeignKey(
        Place, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    every = models.PositiveIntegerField(
        _("calibrated every"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    unit = models.CharField(_("counted in"), max_length=8, choices=Unit.choices, default=Unit.MONTHS)
    tolerance = models.CharField(_("how exact it must be"), max_length=200, blank=True)
    measures_in = models.CharField(_("unit it measures in"), max_length=30, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.IN_USE)
    state_why = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True, editable=False)
    told_for = models.DateField(null=True, editable=False)
    late_told_for = models.DateField(null=True, editable=False)
    made_on = models.DateField(default=timezone.localdate, editable=False)

    objects = EquipmentQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [
            models.Index(fields=["due_on"], name="equipment_due"),
            models.Index(fields=["team", "code"], name="equipment_of_team"),
        ]

    if TYPE_CHECKING:
        id: int
        team_id: int
        place_id: int | None

    def __str__(self) -> str:
        return f"{self.code} · {self.name}"

    @property
    def needs_calibration(self) -> bool:
        """Whether it has an interval at all."""
        return self.every is not None
