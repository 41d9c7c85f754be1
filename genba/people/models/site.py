from django.db import models
from django.utils.translation import gettext_lazy as _


class Site(models.Model):
    """A place on the map where the organisation works."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    town = models.CharField(_("town"), max_length=120, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
