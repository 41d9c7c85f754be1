from django.db import models


class Leaf(models.Model):
    """The place of one fact in the sealed tree. The sealer gives the numbers, from 0, without gaps.

    There is no foreign key: writers of facts never wait for the sealer.
    """

    number = models.BigAutoField(primary_key=True)
    fact_id = models.BigIntegerField(unique=True)
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: fact {self.fact_id}"
