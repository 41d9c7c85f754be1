"""What the room `work` says."""

from django.utils.translation import gettext_lazy as _

from genba.trail.kinds import declare

STREAM_ADDED = declare("work.stream_added", _("added this value stream"))
STREAM_CHANGED = declare("work.stream_changed", _("changed this value stream"))
STREAM_CLOSED = declare("work.stream_closed", _("closed this value stream"))
PROCESS_ADDED = declare("work.process_added", _("added this process"))
PROCESS_CHANGED = declare("work.process_changed", _("changed this process"))
PROCESS_CLOSED = declare("work.process_closed", _("closed this process"))
MAP_DRAWN = declare("work.map_drawn", _("moved boxes on the map"))

PROCEDURE_OPENED = declare("work.procedure_opened", _("began this procedure"))
PROCEDURE_CHANGED = declare(
    "work.procedure_changed", _("changed whose procedure this is and who works with it")
)
VERSION_BEGUN = declare("work.version_begun", _("began version {version}"))
VERSION_WRITTEN = declare("work.version_written", _("wrote on version {version}"))
VERSION_IN_FORCE = declare("work.version_in_force", _("put version {version} in force"))
VERSION_WITHDRAWN = declare("work.version_withdrawn", _("withdrew version {version}"))
PROCEDURE_RETIRED = declare("work.procedure_retired", _("retired this procedure"))
PROCEDURE_RETURNED = declare("work.procedure_returned", _("took this procedure into use again"))
