"""What the trail itself says."""

from django.utils.translation import gettext_lazy as _

from genba.trail.kinds import declare
from genba.trail.meanings import words_of

FILE_ADDED = declare("trail.file_added", _("added a file"))
SIGNED = declare("trail.signed", _("signed: {meaning}"), {"meaning": words_of})
