from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from genba.work.models.document import Document
from genba.work.models.known_step import KnownStep
from genba.work.models.procedure import Procedure
from genba.work.models.process import Process


class DocumentUse(models.Model):
    """Where a document is used: in a process, in a procedure, or at one of its steps. Exactly one of them."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="uses")
    process = models.ForeignKey(Process, on_delete=models.CASCADE, null=True, related_name="document_uses")
    procedure = models.ForeignKey(
        Procedure, on_delete=models.CASCADE, null=True, related_name="document_uses"
    )
    step = models.ForeignKey(KnownStep, on_delete=models.CASCADE, null=True, related_name="document_uses")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="document_use_of_one",
                condition=(
                    Q(process__isnull=False, procedure__isnull=True, step__isnull=True)
                    | Q(process__isnull=True, procedure__isnull=False, step__isnull=True)
                    | Q(process__isnull=True, procedure__isnull=True, step__isnull=False)
                ),
            ),
            models.UniqueConstraint(
                fields=["document", "process"], name="document_in_process", condition=Q(process__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["document", "procedure"],
                name="document_in_procedure",
                condition=Q(procedure__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["document", "step"], name="document_at_step", condition=Q(step__isnull=False)
            ),
        ]

    if TYPE_CHECKING:
        id: int
        revision: str | None  # where a page has asked for it
        document_id: int
        process_id: int | None
        procedure_id: int | None
        step_id: int | None

    def __str__(self) -> str:
        return f"{self.document} → {self.process or self.procedure or self.step}"
