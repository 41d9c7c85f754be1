from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Team

if TYPE_CHECKING:
    from genba.improve.models.column import Column


class BoardQuerySet(models.QuerySet["Board"]):
    """Boards are open to everybody who is signed in; only those who work in the team change them."""

    def visible_to(self, person: Person | None) -> "BoardQuerySet":
        """All boards for whoever is signed in."""
        return self.filter(is_closed=False) if person else self.none()

    def changeable_by(self, person: Person | None) -> "BoardQuerySet":
        """Boards of the teams in which this person works, or for which they answer; all for quality."""
        seen = self.visible_to(person)
        if person is None or person.is_quality:
            return seen
        worked_in = Q(team__in=person.teams)
        for team in person.teams_led:
            worked_in |= Q(team__path__startswith=team.path)
        return seen.filter(worked_in)


class Board(models.Model):
    """A team's board of improvement work."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="boards")
    name = models.CharField(_("name"), max_length=120)
    is_closed = models.BooleanField(default=False)
    review_since = models.DateField(_("a colleague looks before Done, since"), null=True, blank=True)

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["team", "name"], name="board_name_once_a_team")]

    if TYPE_CHECKING:
        team_id: int

    def __str__(self) -> str:
        return self.name

    def column_for(self, stage: str) -> "Column":
        """The column that stands for a stage of the loop, whatever the team calls it."""
        return self.columns.get(stage=stage)
