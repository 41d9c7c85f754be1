from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Team


class BoardQuerySet(models.QuerySet["Board"]):
    """Boards are open to everybody who is signed in; only those who work in the team change them."""

    def visible_to(self, person: Person | None) -> "BoardQuerySet":
        """All boards for whoever is signed in."""
        return self.filter(is_closed=False) if person else self.none()


class Board(models.Model):
    """A team's board of improvement work."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="boards")
    name = models.CharField(_("name"), max_length=120)
    is_closed = models.BooleanField(default=False)

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["team", "name"], name="board_name_once_a_team")]

    if TYPE_CHECKING:
        team_id: int

    def __str__(self) -> str:
        return self.name
