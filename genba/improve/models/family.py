from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.improve.models.card import Card
from genba.listen.models import Report
from genba.people.models import Person


class FamilyQuerySet(models.QuerySet["Family"]):
    """Families, as one may see them."""

    def visible_to(self, person: Person | None) -> "FamilyQuerySet":
        """Those that hold anything this person may read; of the rest nothing is told."""
        if person is None:
            return self.none()
        members = FamilyMember.objects.filter(family=OuterRef("pk"))
        cards = members.filter(card__in=Card.objects.visible_to(person))
        reports = members.filter(report__in=Report.objects.visible_to(person))
        return self.filter(Exists(cards) | Exists(reports))

    def wholly_visible_to(self, person: Person | None) -> "FamilyQuerySet":
        """Those of which this person may read all: whose facts may be told, since each fact counts one."""
        hidden = FamilyMember.objects.filter(family=OuterRef("pk"), report__withdrawn_at=None)
        hidden = hidden.exclude(report=None).exclude(report__in=Report.objects.visible_to(person))
        return self.visible_to(person).filter(~Exists(hidden))


class Family(models.Model):
    """Reports and cards of which people have said that they are about the same trouble."""

    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = FamilyQuerySet.as_manager()

    if TYPE_CHECKING:
        id: int

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def title(self) -> str:
        """The first card of it, which everybody may read; never the words of a report."""
        card = Card.objects.current().filter(family_member__family=self).order_by("pk").first()
        return card.title if card else _("Trouble that comes back, number %(number)d") % {"number": self.pk}


class FamilyMember(models.Model):
    """A report or a card of a family. Each belongs to at most one."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="members")
    card = models.OneToOneField(Card, on_delete=models.CASCADE, null=True, related_name="family_member")
    report = models.OneToOneField(Report, on_delete=models.CASCADE, null=True, related_name="family_member")
    joined_at = models.DateTimeField(default=timezone.now)
    joined_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    may_leave = False  # for a page: whether whoever looks may take it out

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(card__isnull=True, report__isnull=False)
                | Q(card__isnull=False, report__isnull=True),
                name="family_member_is_one_thing",
            )
        ]

    if TYPE_CHECKING:
        family_id: int
        card_id: int | None
        report_id: int | None

    def __str__(self) -> str:
        return str(self.card or self.report)

    @property
    def name(self) -> str:
        """The kind and the number of what belongs, for example `improve.card:12`."""
        return f"improve.card:{self.card_id}" if self.card_id else f"listen.report:{self.report_id}"
