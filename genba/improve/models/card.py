from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.improve.models.board import Board
from genba.improve.models.column import Column
from genba.people.models import Person
from genba.work.models import Process


class CardQuerySet(models.QuerySet["Card"]):
    """Cards, as one may see them."""

    def current(self) -> "CardQuerySet":
        """Without those whose import was undone."""
        return self.filter(withdrawn_at=None)

    def visible_to(self, person: Person | None) -> "CardQuerySet":
        """Boards are open: everybody who is signed in sees every card."""
        return self.current() if person else self.none()

    def changeable_by(self, person: Person | None) -> "CardQuerySet":
        """Those who work in the board's team, lead above it, or are quality."""
        if person is None:
            return self.none()
        if person.is_quality:
            return self.current()
        worked_in = Q(board__team__in=person.teams)
        for team in person.teams_led:
            worked_in |= Q(board__team__path__startswith=team.path)
        return self.current().filter(worked_in)

    def under_way(self) -> "CardQuerySet":
        """Those that are not done."""
        return self.filter(done_at=None)


class Card(models.Model):
    """One piece of improvement work on a team's board."""

    class Kind(models.TextChoices):
        """What sort of work it is."""

        NONCONFORMITY = "nonconformity", _("Nonconformity")
        CORRECTIVE_ACTION = "corrective_action", _("Corrective action")
        IDEA = "idea", _("Idea")
        EXPERIMENT = "experiment", _("Experiment")

    class Severity(models.TextChoices):
        """How bad the trouble is."""

        LOW = "low", _("Low")
        MEDIUM = "medium", _("Medium")
        HIGH = "high", _("High")

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="cards")
    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="cards")
    position = models.FloatField(default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.CORRECTIVE_ACTION)
    title = models.CharField(_("what it is about"), max_length=300)
    text = models.TextField(_("description"), blank=True, max_length=200_000)
    severity = models.CharField(_("how bad"), max_length=8, choices=Severity.choices, blank=True)
    owner = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cards_owned",
        verbose_name=_("owner"),
    )
    process = models.ForeignKey(
        Process,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cards",
        verbose_name=_("process"),
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="offspring")
    created_at = models.DateTimeField(default=timezone.now)
    column_since = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    standard_changed = models.TextField(_("what became the standard"), blank=True, max_length=2000)
    client_key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001  (unique where set)
    external_id = models.CharField(max_length=200, blank=True)
    import_id = models.BigIntegerField(null=True, db_index=True)
    imported = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["column", "position", "id"], name="card_in_column", condition=Q(withdrawn_at=None)
            ),
            models.Index(
                fields=["owner", "due_on"],
                name="card_under_way",
                condition=Q(done_at=None, withdrawn_at=None),
            ),
            models.Index(
                fields=["column", "done_at", "created_at"],
                name="card_on_board",
                condition=Q(withdrawn_at=None),
            ),
            models.Index(fields=["done_at"], name="card_done"),
            models.Index(fields=["external_id"], name="card_external", condition=~Q(external_id="")),
        ]

    if TYPE_CHECKING:
        id: int
        board_id: int
        column_id: int
        owner_id: int | None
        process_id: int | None

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        """Whether its due date has passed and it is not done."""
        return self.done_at is None and self.due_on is not None and self.due_on < timezone.localdate()
