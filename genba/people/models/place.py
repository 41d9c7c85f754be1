import secrets

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from genba.people import facts
from genba.people.models.site import Site
from genba.people.models.team import Team
from genba.trail.record import HasKey, record


def new_code() -> str:
    """A short code for the poster's address; it carries no meaning."""
    return secrets.token_hex(4)


class PlaceQuerySet(models.QuerySet["Place"]):
    """Places, as one may see them."""

    def visible_to(self, person: HasKey | None) -> "PlaceQuerySet":
        """Everybody who is signed in knows the places."""
        return self.all() if person else self.none()

    def in_use(self) -> "PlaceQuerySet":
        """Those that are not closed."""
        return self.filter(is_closed=False)


class Place(models.Model):
    """A spot where work is done: a line, a ward, a desk. A poster there prefills a report."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="places", verbose_name=_("site"))
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="places", verbose_name=_("team that looks after it")
    )
    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    is_closed = models.BooleanField(_("no longer in use"), default=False)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="place_name_once_a_site")]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def keep(self, *, by: HasKey | None) -> None:
        """Save a new or changed place together with its fact."""
        kind = facts.PLACE_CHANGED if self.pk else facts.PLACE_ADDED
        self.save()
        record(kind, self, by=by)

    @transaction.atomic
    def close(self, *, by: HasKey) -> None:
        """Take the place out of use; what was reported there stays."""
        if Place.objects.filter(pk=self.pk, is_closed=False).update(is_closed=True):
            record(facts.PLACE_CLOSED, self, by=by)

    @transaction.atomic
    def reopen(self, *, by: HasKey) -> None:
        """Take the place into use again."""
        if Place.objects.filter(pk=self.pk, is_closed=True).update(is_closed=False):
            record(facts.PLACE_REOPENED, self, by=by)
