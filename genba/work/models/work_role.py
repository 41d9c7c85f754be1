from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Team


class WorkRole(models.Model):
    """What somebody works as, in the words of the procedures: operator, ward nurse, release manager."""

    name = models.CharField(_("role"), max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    if TYPE_CHECKING:
        id: int

    def __str__(self) -> str:
        return self.name


class RoleHolder(models.Model):
    """Somebody works in a team as something."""

    role = models.ForeignKey(WorkRole, on_delete=models.CASCADE, related_name="holders")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["role", "person", "team"], name="role_held_once")]

    if TYPE_CHECKING:
        role_id: int
        person_id: int
        team_id: int

    def __str__(self) -> str:
        return f"{self.person} · {self.role}"
