from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.work.models.procedure import Procedure


class Retirement(models.Model):
    """A time in which a procedure is out of use, and why. It can come back."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="retirements")
    because = models.CharField(_("why it is not needed any more"), max_length=500)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["procedure"], name="retired_once", condition=Q(returned_at=None))
        ]

    if TYPE_CHECKING:
        id: int
        procedure_id: int

    def __str__(self) -> str:
        return self.because
