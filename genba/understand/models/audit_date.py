from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person


class AuditDateQuerySet(models.QuerySet["AuditDate"]):
    """Days of audits, as one may see and change them."""

    def visible_to(self, person: Person | None) -> "AuditDateQuerySet":
        """Everybody who is signed in: an audit is no surprise."""
        return self.filter(withdrawn_at=None) if person else self.none()

    def changeable_by(self, person: Person | None) -> "AuditDateQuerySet":
        """Quality keeps the calendar."""
        return self.visible_to(person) if person and person.is_quality else self.none()


class AuditDate(models.Model):
    """A day on which an audit begins. One that was withdrawn stays in the trail and counts for nothing."""

    class Kind(models.TextChoices):
        """Who looks at us."""

        INTERNAL = "internal", _("Internal audit")
        CERTIFICATION = "certification", _("Certification")
        CUSTOMER = "customer", _("Customer")
        AUTHORITY = "authority", _("Authority")

    day = models.DateField(_("day"), db_index=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("who looks at us"), max_length=14, choices=Kind, default=Kind.INTERNAL)
    kept_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = AuditDateQuerySet.as_manager()

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "name"], condition=models.Q(withdrawn_at=None), name="one_audit_a_day_and_name"
            )
        ]

    if TYPE_CHECKING:
        id: int
        kept_by_id: int | None

    def __str__(self) -> str:
        return self.name
