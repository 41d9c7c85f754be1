from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from genba.people.models.site import Site


class TeamQuerySet(models.QuerySet["Team"]):
    """Teams of the tree."""

    def below(self, teams: "models.QuerySet[Team] | list[Team]") -> "TeamQuerySet":
        """The given teams and every team below them."""
        wanted = models.Q(pk__in=[])
        for team in teams:
            wanted |= models.Q(path__startswith=team.path)
        return self.filter(wanted)


class Team(models.Model):
    """A team in the organisation's tree."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="teams", verbose_name=_("site"))
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    name = models.CharField(_("name"), max_length=120)
    path = models.CharField(max_length=255, editable=False, db_index=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="team_name_once_a_site")]

    if TYPE_CHECKING:
        parent_id: int | None

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A team cannot stand below itself."""
        if self.parent and self.pk and f"/{self.pk}/" in self.parent.path:
            raise ValidationError({"parent": _("A team cannot be part of itself.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the path (`/1/4/`) of this team and of all below it."""
        super().save(*args, **kwargs)
        above = self.parent.path if self.parent else "/"
        path = f"{above}{self.pk}/"
        if path != self.path:
            self.path = path
            super().save(update_fields=["path"])
            for child in self.children.all():
                child.save()
