from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from genba.people import facts
from genba.trail.record import HasKey, record


class SiteQuerySet(models.QuerySet["Site"]):
    """Sites, as one may see them."""

    def visible_to(self, person: HasKey | None) -> "SiteQuerySet":
        """Everybody who is signed in knows where the organisation works."""
        return self.all() if person else self.none()


class Site(models.Model):
    """A place on the map where the organisation works."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    town = models.CharField(_("town"), max_length=120, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def keep(self, *, by: HasKey | None) -> None:
        """Save a new or changed site together with its fact."""
        kind = facts.SITE_CHANGED if self.pk else facts.SITE_ADDED
        self.save()
        record(kind, self, by=by)
