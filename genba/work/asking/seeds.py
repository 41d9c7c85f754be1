"""How the answers of the demonstration organisation were read: most of them now and then, some never."""

from django.db.models import F

from genba.work.models import FieldCount

NEVER_READ = ("work.step.picture", "work.shadow.often", "improve.card.severity")


def tell_what_was_read() -> None:
    """Of every third answer somebody else opened the page; of a few fields nobody ever did."""
    FieldCount.objects.exclude(field__in=NEVER_READ).update(read=(F("answered") + 2) / 3)
