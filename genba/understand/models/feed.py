from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person
from genba.sources.connectors.connector import STATE_WORDS, Connector, State, Words
from genba.sources.connectors.kinds import KINDS
from genba.trail.envelope import close_for_instance, open_for_instance
from genba.understand.models.metric import Metric

SECRET = "understand/feed"  # noqa: S105  (a purpose)


class FeedQuerySet(models.QuerySet["Feed"]):
    """Feeds, as one may see and change them."""

    def visible_to(self, person: Person | None) -> "FeedQuerySet":
        """Quality, administrators, and who answers for the metric: an address tells about the house."""
        return self.filter(metric__in=metrics_to_feed(person))

    def due(self, now: datetime) -> "FeedQuerySet":
        """Those whose turn has come."""
        return self.filter(is_on=True, metric__is_closed=False, next_at__lte=now)


def metrics_to_feed(person: Person | None) -> models.QuerySet[Metric]:
    """The metrics that this person may connect to a source; what Genba counts by itself has one already."""
    if person is not None and person.is_administrator:
        return Metric.objects.filter(computes="")
    return Metric.objects.changeable_by(person).filter(computes="")


class Feed(models.Model):
    """Where the readings of a metric come from: a source, its settings, and how the last tries went.

    The secret is sealed with the secret key of this instance; it leaves only towards the source. `state` is
    a code of the source room, `detail` what the other side said.
    """

    class Schedule(models.TextChoices):
        """How often it is asked."""

        HOUR = "hour", _("Every hour")
        DAY = "day", _("Every day")
        WEEK = "week", _("Every week")

    metric = models.ForeignKey(
        Metric, on_delete=models.PROTECT, related_name="feeds", verbose_name=_("metric")
    )
    kind = models.CharField(_("kind of source"), max_length=12)
    settings: Any = models.JSONField(default=dict)
    sealed_secret = models.BinaryField(null=True)
    schedule = models.CharField(
        _("how often it is asked"), max_length=4, choices=Schedule, default=Schedule.DAY
    )
    silent_after_days = models.PositiveSmallIntegerField(_("silent after days"), default=35)
    is_on = models.BooleanField(default=False)
    state = models.CharField(max_length=12, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    last_tried = models.DateTimeField(null=True, blank=True)
    last_success = models.DateTimeField(null=True, blank=True)
    newest_at = models.DateTimeField(null=True, blank=True)
    left_out_count = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    made_on = models.DateField(default=timezone.localdate, editable=False)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["metric__name", "pk"]

    if TYPE_CHECKING:
        id: int
        metric_id: int

    def __str__(self) -> str:
        return f"{self.metric}: {self.connector.label}"

    @property
    def connector(self) -> Connector:
        """The kind of source."""
        return KINDS[self.kind]

    @property
    def answers(self) -> list[tuple[Words, Words]]:
        """What was filled in, label and words; no secret is among it."""
        given = [(one, self.settings.get(one.name, "")) for one in self.connector.asks]
        return [(one.label, dict(one.choices).get(words, words)) for one, words in given if words]

    @property
    def secret(self) -> str:
        """The password or key; empty where there is none. Raises CannotOpen where the key was lost."""
        return open_for_instance(self.sealed_secret, SECRET) if self.sealed_secret else ""

    @secret.setter
    def secret(self, words: str) -> None:
        self.sealed_secret = close_for_instance(words, SECRET) if words else None

    @property
    def period(self) -> timedelta:
        """How long to wait between two tries."""
        hours = {self.Schedule.HOUR: 1, self.Schedule.DAY: 24, self.Schedule.WEEK: 168}
        return timedelta(hours=hours[self.Schedule(self.schedule)])

    @property
    def state_words(self) -> str:
        """How the last try went, in the reader's language."""
        return str(STATE_WORDS.get(self.state, ""))

    @property
    def is_in_trouble(self) -> bool:
        """Whether the last try brought nothing because something is wrong."""
        return self.state not in {"", State.FINE, State.EMPTY}

    @property
    def days_without(self) -> int:
        """Whole days since the newest reading that it brought, or since it was made."""
        newest = timezone.localdate(self.newest_at) if self.newest_at else self.made_on
        return (timezone.localdate() - newest).days

    @property
    def is_silent(self) -> bool:
        """Whether it is on and has brought nothing new for longer than it should."""
        return self.is_on and not self.metric.is_closed and self.days_without > self.silent_after_days
