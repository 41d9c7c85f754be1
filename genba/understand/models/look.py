from django.db import models


class Look(models.Model):
    """What one warning sign found when it last looked: of so many things so many odd, calm, or too little.

    `needs` is what most of those lacked that had too little data, as a code of the sign and a number.
    """

    sign = models.CharField(max_length=40, unique=True)
    looked_at = models.DateTimeField()
    alarms = models.PositiveIntegerField(default=0)
    calm = models.PositiveIntegerField(default=0)
    not_enough = models.PositiveIntegerField(default=0)
    needs = models.CharField(max_length=40, blank=True)
    needs_number = models.FloatField(null=True)

    class Meta:
        ordering = ["sign"]

    def __str__(self) -> str:
        return self.sign
