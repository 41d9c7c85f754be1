"""What the trail itself says."""

from django.utils.translation import gettext_lazy as _

from genba.trail.kinds import declare

FILE_ADDED = declare("trail.file_added", _("added a file"))
