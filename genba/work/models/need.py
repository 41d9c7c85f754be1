from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from genba.people.models import Team
from genba.work.models.procedure import Procedure
from genba.work.models.skill import Skill
from genba.work.models.work_role import WorkRole


class Need(models.Model):
    """What the work of a team asks for: a skill or a procedure, of everybody there or of one role."""

    team = models.ForeignKey(
        Team, on_delete=models.CASCADE, related_name="needs", verbose_name=_("team, and the teams below")
    )
    role = models.ForeignKey(
        WorkRole,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("only those who work as"),
    )
    skill = models.ForeignKey(
        Skill, on_delete=models.PROTECT, null=True, blank=True, related_name="needs", verbose_name=_("skill")
    )
    procedure = models.ForeignKey(
        Procedure,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("procedure"),
    )
    reading_counts = models.BooleanField(_("having read and understood it is enough"), default=False)
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="need_of_one_thing",
                condition=Q(skill__isnull=False, procedure__isnull=True)
                | Q(skill__isnull=True, procedure__isnull=False),
            )
        ]

    if TYPE_CHECKING:
        id: int
        team_id: int
        role_id: int | None
        skill_id: int | None
        procedure_id: int | None

    def __str__(self) -> str:
        return str(self.skill or self.procedure)
