from typing import TYPE_CHECKING, Any, Protocol

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from genba.people import facts
from genba.people.models.site import Site
from genba.trail.record import HasKey, record

DEEPEST = 8  # levels; the path of a deeper tree would not fit its column


class MayLead(Protocol):
    """Somebody who may answer for teams: a person."""

    @property
    def manages_people(self) -> bool: ...

    @property
    def teams_led(self) -> "list[Team]": ...


class TeamQuerySet(models.QuerySet["Team"]):
    """Teams of the tree."""

    def visible_to(self, person: HasKey | None) -> "TeamQuerySet":
        """Everybody who is signed in knows which teams there are."""
        return self.all() if person else self.none()

    def changeable_by(self, person: "MayLead | None") -> "TeamQuerySet":
        """Administrators and quality change all teams; leads the members of those they answer for."""
        if person is None:
            return self.none()
        return self.all() if person.manages_people else self.below(person.teams_led)

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
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="team_name_once_a_site",
                condition=models.Q(parent=None),
                violation_error_message=_("There is already a team with this name here."),
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="team_name_once_a_parent",
                violation_error_message=_("There is already a team with this name here."),
            ),
        ]

    if TYPE_CHECKING:
        parent_id: int | None

    def __str__(self) -> str:
        return self.name

    @property
    def level(self) -> int:
        """How many teams stand above it."""
        return max(self.path.count("/") - 2, 0)

    def clean(self) -> None:
        """A team cannot stand below itself, and the tree has a sensible depth."""
        if self.parent and self.pk and f"/{self.pk}/" in self.parent.path:
            raise ValidationError({"parent": _("A team cannot be part of itself.")})
        if self.parent and self.parent.level + 2 + self._levels_below() > DEEPEST:
            deep = _(
                "A tree of teams deeper than %(deepest)d levels is hard to work in. Choose a team higher up."
            )
            raise ValidationError({"parent": deep % {"deepest": DEEPEST}})

    @transaction.atomic
    def keep(self, *, by: HasKey | None) -> None:
        """Save a new, changed or moved team together with its fact."""
        kind = facts.TEAM_CHANGED if self.pk else facts.TEAM_ADDED
        before = Team.objects.filter(pk=self.pk).values_list("parent", flat=True).first()
        said: dict[str, Any] = {"parent": self.parent_id}
        if kind is facts.TEAM_CHANGED and before != self.parent_id:
            said["moved_from"] = before
        self.save()
        record(kind, self, by=by, **said)

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

    def _levels_below(self) -> int:
        if not self.pk or not self.path:
            return 0
        paths = Team.objects.filter(path__startswith=self.path).values_list("path", flat=True)
        return max((path.count("/") for path in paths), default=self.path.count("/")) - self.path.count("/")
