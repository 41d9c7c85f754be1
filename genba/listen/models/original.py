import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from genba.listen import envelope
from genba.listen.models.report import Report
from genba.people.models import Person, Place, Team
from genba.trail.keys import random_key
from genba.trail.pictures import Picture

TO_REPORTER, TO_TRIAGE, WORDS, PHOTO = "key/reporter", "key/triage", "words", "photo"
UNREADABLE = _("These words cannot be read any more, because the secret key of this instance has changed.")


@dataclass(frozen=True)
class Words:
    """What somebody said without a sign-in, and the name they chose to give, if any."""

    text: str
    name: str = ""


class OriginalQuerySet(models.QuerySet["Original"]):
    """Originals, as those who answer may see them."""

    def waiting(self) -> "OriginalQuerySet":
        """Those that nobody has admitted or set aside, oldest week first."""
        return self.filter(state=Original.State.WAITING).order_by("week", "id")

    def answerable_by(self, person: Person | None) -> "OriginalQuerySet":
        """The originals this person may read, which is to admit them. Auditors and executives never do."""
        if person is None:
            return self.none()
        if person.is_quality:
            return self.all()
        answered_for = Q(pk__in=[])
        for team in person.teams_led:
            answered_for |= Q(team__path__startswith=team.path)
        return self.filter(answered_for)


class Original(models.Model):
    """The words of somebody who stays anonymous, as they came: closed, and outside the quality system.

    Those who answer admit a copy without what may identify (`admission.py`). The original and the whole
    conversation are forgotten some months after the last word; the admitted copy stays.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Waiting")
        ADMITTED = "admitted", _("Admitted")
        SET_ASIDE = "set_aside", _("Set aside")

    id = models.BigAutoField(primary_key=True, default=random_key)
    week = models.DateField()
    last_week = models.DateField(db_index=True)
    lookup = models.CharField(max_length=64, unique=True)
    key_for_reporter = models.BinaryField()
    key_for_triage = models.BinaryField()
    sealed_words = models.BinaryField()
    sealed_photo = models.BinaryField(null=True)
    photo_type = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=16, choices=Report.Kind.choices, blank=True)
    severity = models.CharField(max_length=8, choices=Report.Severity.choices, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    report = models.OneToOneField(Report, on_delete=models.SET_NULL, null=True, related_name="original")

    objects = OriginalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["team", "week", "id"], name="original_waiting", condition=Q(state="waiting"))
        ]

    if TYPE_CHECKING:
        report_id: int | None
        team_id: int | None

    def __str__(self) -> str:
        return f"{self.week} {self.state}"

    @classmethod
    def closed(cls, words: Words, *, week: date, lookup: str, receipt_key: bytes) -> Self:
        """A new original, not stored yet, that only the receipt's key and the triage key open."""
        key = envelope.new_key()
        original = cls(
            week=week,
            last_week=week,
            lookup=lookup,
            key_for_reporter=envelope.close(key, receipt_key, TO_REPORTER),
            key_for_triage=envelope.close(key, envelope.triage_key(), TO_TRIAGE),
            sealed_words=envelope.close(json.dumps(asdict(words)).encode(), key, WORDS),
        )
        original.content_key = key
        return original

    @cached_property
    def content_key(self) -> bytes:
        """The key of the words. Raises CannotOpen when the secret key of the instance has changed."""
        return envelope.open_for_triage(self.key_for_triage, TO_TRIAGE)

    def open_with(self, receipt_key: bytes) -> None:
        """Open it as its reporter does; this works even where the instance's own key is lost."""
        self.content_key = envelope.open_envelope(self.key_for_reporter, receipt_key, TO_REPORTER)

    @cached_property
    def words(self) -> Words:
        """What was said; a sentence about it where it cannot be opened any more."""
        try:
            return Words(**json.loads(envelope.open_envelope(self.sealed_words, self.content_key, WORDS)))
        except envelope.CannotOpen:
            return Words(str(UNREADABLE))

    @property
    def kept_until(self) -> date:
        """The first day on which it may be forgotten, unless somebody writes again."""
        return self.last_week + timedelta(days=settings.GENBA_ORIGINAL_DAYS)

    @property
    def has_photo(self) -> bool:
        """Whether a picture came with it."""
        return bool(self.photo_type)

    def close_photo(self, picture: Picture) -> None:
        """Lay a picture, painted anew, into the envelope."""
        self.photo_type = picture.content_type
        self.sealed_photo = envelope.close(picture.content, self.content_key, PHOTO)

    @property
    def photo(self) -> Picture | None:
        """The picture, if there is one. Raises CannotOpen."""
        if not self.has_photo or self.sealed_photo is None:
            return None
        content = envelope.open_envelope(self.sealed_photo, self.content_key, PHOTO)
        return Picture(content, self.photo_type, "png" if self.photo_type == "image/png" else "jpg")
