from django.db import models


class Register(models.Model):
    """A list outside from which rows come again and again: what it becomes, where, and its name.

    The number of a row means the same row only within its register.
    """

    target = models.CharField(max_length=40)
    place = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "place", "name"], name="register_once")]

    def __str__(self) -> str:
        return self.name
