"""What the page of backups shows."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from genba.front.backup.age import standing
from genba.front.backup.folder import backup_folder, is_on_the_same_disk
from genba.front.models import Backup

MOST = 60


def overview() -> dict[str, Any]:
    """The list, newest first, and how it stands."""
    days, weeks = settings.GENBA_BACKUP_KEEP
    every = settings.GENBA_BACKUP_EVERY
    good = Backup.objects.last_good()
    return {
        "standing": standing(),
        "last_good": good,
        "under_way": Backup.objects.under_way(),
        "backups": list(Backup.objects.filter(slot=None).select_related("asked_by")[:MOST]),
        "folder": backup_folder(),
        "same_disk": is_on_the_same_disk(),
        "every": every,
        "next_at": good.moment + every if good and every else None,
        "now": timezone.now(),
        "keep_days": days,
        "keep_weeks": weeks,
        "too_old": settings.GENBA_BACKUP_TOO_OLD,
        "keys_inside": settings.GENBA_BACKUP_KEYS == "inside",
    }
