from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person


class RuleWhy(models.Model):
    """Why a rule is there, in the organisation's own words; they stand in the place of the product's."""

    code = models.CharField(max_length=80, unique=True)
    why = models.CharField(_("why we ask this"), max_length=600)
    owner = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who answers for this rule"),
    )
    changed_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["code"]

    if TYPE_CHECKING:
        id: int
        owner_id: int | None

    def __str__(self) -> str:
        return self.code
