"""How a metric is connected to a source: made, changed, switched on and off, removed; each with its fact."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.people.models import Person
from genba.trail.record import record
from genba.understand import facts
from genba.understand.models import Feed, Metric

#: After so many days without a reading one looks whether the source still lives: two turns and a bit.
SILENT_AFTER = {"day": 3, "week": 17, "month": 65, "quarter": 190, "year": 740, "event": 90}


ASKED = ["settings", "sealed_secret", "schedule", "silent_after_days"]


def new_feed(metric: Metric, kind: str) -> Feed:
    """A feed that is not kept yet."""
    return Feed(metric=metric, kind=kind, silent_after_days=SILENT_AFTER[metric.rhythm])


@transaction.atomic
def keep_feed(feed: Feed, *, secret: str, by: Person) -> None:
    """Save a new or changed feed. An empty secret leaves the one that is there.

    Where a setting has changed that decides where the secret goes, it must be given again: otherwise whoever
    may change an address could have a secret sent to themselves that they are not to know. Raises
    ValidationError then. Where no key is sent any more, none is kept.
    """
    if feed.settings.get("key_as") == "none":
        feed.sealed_secret, secret = None, ""
    before = Feed.objects.select_for_update().filter(pk=feed.pk).first() if feed.pk else None
    if before and feed.sealed_secret and not secret and _goes_elsewhere(before, feed):
        raise ValidationError({"secret": _("It would go to another place now: please give it again.")})
    if secret:
        feed.secret = secret
    feed.save(update_fields=ASKED if before else None)  # how the last try went is for the worker to say
    record(facts.FEED_CHANGED if before else facts.FEED_MADE, feed, by=by)
    if before and secret:
        record(facts.FEED_SECRET_CHANGED, feed, by=by)


@transaction.atomic
def switch(feed: Feed, *, is_on: bool, by: Person) -> bool:
    """Switch it on, so that it has its turn at once, or off. Whether anything changed."""
    now = timezone.now() if is_on else None
    if not Feed.objects.filter(pk=feed.pk, is_on=not is_on).update(is_on=is_on, next_at=now):
        return False
    feed.is_on, feed.next_at = is_on, now
    record(facts.FEED_SWITCHED_ON if is_on else facts.FEED_SWITCHED_OFF, feed, by=by)
    return True


@transaction.atomic
def remove_feed(feed: Feed, *, by: Person) -> bool:
    """Take away a source that is switched off, and with it its secret; its readings stay. Whether it went."""
    if not Feed.objects.filter(pk=feed.pk, is_on=False).delete()[0]:
        return False
    record(facts.FEED_REMOVED, feed.metric, by=by, source=feed.kind)
    return True


def _goes_elsewhere(before: Feed, after: Feed) -> bool:
    places = after.connector.places
    return any(before.settings.get(name, "") != after.settings.get(name, "") for name in places)
