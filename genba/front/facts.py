"""What the front says."""

from django.utils.translation import gettext_lazy as _

from genba.trail.kinds import declare

BACKUP_ASKED = declare("front.backup_asked", _("asked for a backup"))
BACKUP_MADE = declare("front.backup_made", _("made a backup, restored it for trial and compared it"))
BACKUP_NOT_TRIED = declare("front.backup_not_tried", _("made a backup that could not be tried"))
BACKUP_FAILED = declare("front.backup_failed", _("could not make a backup"))
BACKUP_TRIED = declare("front.backup_tried", _("restored a backup for trial and compared it"))
BACKUP_DAMAGED = declare("front.backup_damaged", _("found a backup that is damaged or gone"))
BACKUP_FORGOTTEN = declare("front.backup_forgotten", _("took away a backup that newer ones replace"))
