from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.front.backup_trouble import remedy, sentence
from genba.people.models import Person


class BackupQuerySet(models.QuerySet["Backup"]):
    """Backups that were made, tried, missed or lost."""

    def visible_to(self, person: Person | None) -> "BackupQuerySet":
        """Administrators and quality."""
        allowed = person is not None and (person.is_administrator or person.is_quality)
        return self.all() if allowed else self.none()

    def good(self) -> "BackupQuerySet":
        """Those that were restored for trial and compared."""
        return self.filter(state=Backup.State.GOOD)

    def last_good(self) -> "Backup | None":
        """The one to go back to."""
        return self.good().order_by("-taken_at").first()

    def under_way(self) -> "Backup | None":
        """The one that is being made or tried now."""
        return self.filter(slot=1).first()


class Backup(models.Model):
    """One backup: asked for, written, tried by restoring it, kept, and one day taken away.

    `slot` is 1 while it is under way, so that there is never a second one at the same time. `holder` is
    who works on it, `alive_at` their sign of life.
    """

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", _("Waits for the worker")
        RUNNING = "running", _("Is being made")
        TRYING = "trying", _("Is being tried again")
        GOOD = "good", _("Good: it was restored and compared")
        UNTRIED = "untried", _("Written, but not tried")
        DAMAGED = "damaged", _("Damaged")
        FAILED = "failed", _("Failed")
        GONE = "gone", _("No longer there")

    class Why(models.TextChoices):
        """Who or what asked for it."""

        SCHEDULE = "schedule", _("by the clock")
        ASKED = "asked", _("asked for")
        COMMAND = "command", _("by the command line")
        UPGRADE = "upgrade", _("before an upgrade")

    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=8, choices=Why.choices)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    slot = models.SmallIntegerField(null=True, unique=True)
    holder = models.CharField(max_length=32, blank=True)
    alive_at = models.DateTimeField(null=True)
    step = models.CharField(max_length=12, blank=True)
    percent = models.PositiveSmallIntegerField(null=True)
    folder = models.TextField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    tables = models.PositiveIntegerField(null=True)
    rows = models.PositiveBigIntegerField(null=True)
    files = models.PositiveIntegerField(null=True)
    missing = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=32, blank=True)
    details = models.JSONField(default=dict)

    objects = BackupQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["state", "taken_at"], name="backup_state")]

    if TYPE_CHECKING:
        id: int
        asked_by_id: int | None

    def __str__(self) -> str:
        return self.name or str(self.get_why_display())

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self.folder) / self.name

    @property
    def moment(self) -> datetime:
        """When its content was as it is in it; before that, when it was asked for."""
        return self.taken_at or self.asked_at

    @property
    def is_under_way(self) -> bool:
        """Whether somebody should be working on it."""
        return self.slot is not None

    @property
    def is_there(self) -> bool:
        """Whether a file stands behind it that can be tried."""
        return self.state in {self.State.GOOD, self.State.UNTRIED, self.State.DAMAGED}

    @property
    def tone(self) -> str:
        """Its colour."""
        tones = {"good": "ok", "untried": "warn", "damaged": "bad", "failed": "bad"}
        return tones.get(self.state, "info")

    @property
    def trouble_sentence(self) -> str:
        """What went wrong, in words; empty when nothing did."""
        return sentence(self.trouble, self.details) if self.trouble else ""

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return remedy(self.trouble, self.details) if self.trouble else ""

    @property
    def step_words(self) -> str:
        """What is being done to it."""
        return str(STEPS.get(self.step, STEPS[""]))


STEPS: dict[str, Any] = {
    "": _("Waiting for the worker"),
    "copying": _("Copying the database"),
    "counting": _("Counting what was copied"),
    "packing": _("Packing the files"),
    "reading": _("Reading the archive again"),
    "restoring": _("Restoring it into a place of its own"),
    "comparing": _("Comparing what came back"),
}
