from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.trail.models import File
from genba.work.models.equipment import Equipment


class CalibrationQuerySet(models.QuerySet["Calibration"]):
    """Calibrations, as one may see them."""

    def visible_to(self, person: Person | None) -> "CalibrationQuerySet":
        """Whoever sees the equipment sees its calibrations."""
        return self.filter(equipment__in=Equipment.objects.visible_to(person))

    def standing(self) -> "CalibrationQuerySet":
        """Without those that were entered by mistake."""
        return self.filter(struck_on=None)


class Calibration(models.Model):
    """One comparison of a gauge with something better. What it was found to be is never written over."""

    class Where(models.TextChoices):
        """Who compared."""

        INSIDE = "inside", _("By ourselves")
        OUTSIDE = "outside", _("By a laboratory or the maker")

    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="calibrations")
    on = models.DateField(_("compared on"))
    where = models.CharField(_("by whom"), max_length=8, choices=Where.choices, default=Where.OUTSIDE)
    by_whom = models.CharField(_("name of the laboratory or person"), max_length=160, blank=True)
    as_found = models.CharField(_("as found"), max_length=500)
    as_left = models.CharField(_("as left"), max_length=500, blank=True)
    is_in_tolerance = models.BooleanField(_("in tolerance as found"))
    is_fit = models.BooleanField(_("good for use now"), default=True)
    due_on = models.DateField(_("good until"), null=True, blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    struck_on = models.DateField(null=True)
    struck_why = models.CharField(max_length=300, blank=True)

    objects = CalibrationQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["equipment", "-on"], name="calibration_of_equipment")]

    if TYPE_CHECKING:
        id: int
        equipment_id: int

    def __str__(self) -> str:
        return f"{self.equipment} · {self.on}"

    @property
    def certificates(self) -> "models.QuerySet[File]":
        """The files that came with it."""
        return File.objects.of(self).filter(withdrawn_at=None)
