from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from genba.improve.models.board import Board


class Column(models.Model):
    """A column of a board. Its name is the team's; its stage says what it means to the loop."""

    class Stage(models.TextChoices):
        """The stages that a piece of improvement goes through."""

        NEW = "new", _("New")
        UNDERSTAND = "understand", _("Understand")
        TRY = "try", _("Try")
        CHECK = "check", _("Check")
        STANDARDISE = "standardise", _("Standardise")
        DONE = "done", _("Done")

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="columns")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    name = models.CharField(_("name"), max_length=40)
    position = models.PositiveSmallIntegerField()
    wip_limit = models.PositiveSmallIntegerField(_("how many at once"), null=True, blank=True)

    class Meta:
        ordering = ["board", "position"]
        constraints = [models.UniqueConstraint(fields=["board", "stage"], name="stage_once_a_board")]

    if TYPE_CHECKING:
        board_id: int

    def __str__(self) -> str:
        return self.name
