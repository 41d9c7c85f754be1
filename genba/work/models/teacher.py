from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from genba.people.models import Person
from genba.work.models.procedure import Procedure
from genba.work.models.skill import Skill


class Teacher(models.Model):
    """Somebody who has agreed to show others how something is done. Only they themselves say so."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, null=True, related_name="teachers")
    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, null=True, related_name="teachers")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "skill"], name="teaches_skill_once", condition=Q(skill__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["person", "procedure"],
                name="teaches_procedure_once",
                condition=Q(procedure__isnull=False),
            ),
        ]

    if TYPE_CHECKING:
        person_id: int
        skill_id: int | None
        procedure_id: int | None

    def __str__(self) -> str:
        return f"{self.person} · {self.skill or self.procedure}"
