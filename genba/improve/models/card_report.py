from django.db import models
from django.utils import timezone

from genba.improve.models.card import Card
from genba.listen.models import Report


class CardReport(models.Model):
    """A report that a card works on. Several reports may stand behind one card; each is answered."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="report_ties")
    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="card_tie")
    tied_on = models.DateField(default=timezone.localdate)
    told_stage = models.CharField(max_length=12, blank=True)  # the last stage that the reporter has read of

    def __str__(self) -> str:
        return f"{self.card} ← {self.report}"
