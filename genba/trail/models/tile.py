from django.db import models


class Tile(models.Model):
    """256 neighbouring hashes of the sealed tree and the root above them.

    Level 0 holds the hashes of leaves, each further level the roots of the level below. Only whole tiles are
    kept.
    """

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()
    root = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["level", "index"]
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="tile_once")]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"
