from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person


class SkillQuerySet(models.QuerySet["Skill"]):
    """Skills, as one may see them."""

    def visible_to(self, person: Person | None) -> "SkillQuerySet":
        """Everybody who is signed in knows which skills there are; who has them is another question."""
        return self.all() if person else self.none()

    def in_use(self) -> "SkillQuerySet":
        """Those that are not closed."""
        return self.filter(is_closed=False)


class Skill(models.Model):
    """Something one must be able to do that no single procedure teaches: drive a truck, read a drawing."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    meaning = models.CharField(_("what somebody can do who has it"), max_length=500, blank=True)
    valid_months = models.PositiveSmallIntegerField(
        _("good for, in months"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    is_closed = models.BooleanField(default=False)

    objects = SkillQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    if TYPE_CHECKING:
        id: int

    def __str__(self) -> str:
        return self.name
