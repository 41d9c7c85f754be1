from django.db import models
from django.db.models import Q

from genba.people.models import Team
from genba.work.models.procedure import Procedure


class FirstPass(models.Model):
    """How the runs of one check in one team and one month came out, counted as they end.

    `ended` counts the passed and the failed, `first_time` those that passed without a failed step on the way.
    So first-pass yield over a million runs is read from a few hundred rows.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="first_passes")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    month = models.DateField()
    ended = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)
    first_time = models.PositiveIntegerField(default=0)
    given_up = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "team", "month"], name="first_pass_once"),
            models.UniqueConstraint(
                fields=["procedure", "month"], condition=Q(team=None), name="first_pass_once_of_no_team"
            ),
        ]
        indexes = [models.Index(fields=["month", "team"], name="first_pass_month")]

    def __str__(self) -> str:
        return f"{self.procedure} · {self.month:%Y-%m} · {self.first_time}/{self.ended}"
