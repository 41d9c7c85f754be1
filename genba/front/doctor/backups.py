"""The backups: is there something to go back to, and would it survive this disk?"""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from genba.front.backup.age import Standing, standing
from genba.front.backup.folder import backup_folder, is_on_the_same_disk
from genba.front.doctor.finding import Finding


def backup_is_recent() -> Finding:
    """Whether there is a good backup that is not too old."""
    found = standing()
    if not found.is_wanted:
        return Finding.good(_("Nothing is here yet that would have to be backed up."))
    why = f" {found.trouble.trouble_sentence}" if found.trouble else ""
    remedy = (found.trouble.remedy if found.trouble else "") or _("Run: genba backup")
    if found.is_late:
        return Finding.bad(_late(found) + why, remedy)
    if found.trouble and found.trouble.trouble:
        return Finding.mind(_("The last backup did not succeed.") + why, remedy)
    if found.last_good is None:
        return Finding.mind(_("No good backup was made yet."), remedy)
    return Finding.good(
        _("The last good backup is of %(when)s; it was restored for trial and compared.")
        % {"when": f"{timezone.localtime(found.last_good.moment):%Y-%m-%d %H:%M}"}
    )


def backups_are_elsewhere() -> Finding:
    """Whether they survive this disk."""
    words = {"folder": backup_folder()}
    if settings.GENBA_BACKUP_EVERY is None:
        return Finding.mind(
            _("Backups by the clock are switched off."),
            _("If nothing else makes them, set GENBA_BACKUP_EVERY, for example to 1d."),
        )
    if standing().is_wanted and is_on_the_same_disk():
        return Finding.mind(
            _("Backups lie on the same disk as the data (%(folder)s): when it dies, both are gone.") % words,
            _("Set GENBA_BACKUP_FOLDER to a folder on another disk or machine."),
        )
    return Finding.good(_("Backups are written to %(folder)s.") % words)


def _late(found: Standing) -> str:
    if found.last_good is None:
        return _("No good backup was ever made here.")
    return _("The last good backup is %(days)d days old.") % {"days": found.days}
