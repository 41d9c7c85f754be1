import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from genba.people.models.site import Site
from genba.people.models.team import Team


def new_code() -> str:
    """A short code for the poster's address; it carries no meaning."""
    return secrets.token_hex(4)


class Place(models.Model):
    """A spot where work is done: a line, a ward, a desk. A poster there prefills a report."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="places", verbose_name=_("site"))
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="places", verbose_name=_("team that looks after it")
    )
    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    is_closed = models.BooleanField(_("no longer in use"), default=False)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="place_name_once_a_site")]

    def __str__(self) -> str:
        return self.name
