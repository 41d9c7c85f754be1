from typing import TYPE_CHECKING

from django.db import models

from genba.work.models.merge_request import MergeRequest


class MergeLook(models.Model):
    """Somebody's approval of a change to code: their number at the server, and since when it stands.

    `stands` is False where it was taken back. `since` is None where the server did not say when.
    """

    merge_request = models.ForeignKey(MergeRequest, on_delete=models.CASCADE, related_name="looks")
    looker_key = models.CharField(max_length=40)
    since = models.DateTimeField(null=True)
    stands = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merge_request", "looker_key"], name="merge_look_once")
        ]

    if TYPE_CHECKING:
        merge_request_id: int

    def __str__(self) -> str:
        return f"{self.merge_request_id} {self.since}"
