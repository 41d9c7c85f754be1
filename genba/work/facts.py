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

# Shadow tools
SHADOW_FOUND = declare("work.shadow_found", _("told us where people really look"))
SHADOW_COMPLETED = declare("work.shadow_completed", _("said more about this shadow tool"))
SHADOW_LOOKED_AT = declare("work.shadow_looked_at", _("looked at this shadow tool"))
SHADOW_OFFICIAL = declare("work.shadow_official", _("made this shadow tool official"))
SHADOW_ABSORBED = declare("work.shadow_absorbed", _("brought what this shadow tool does into the system"))
SHADOW_KEPT = declare("work.shadow_kept", _("kept this shadow tool and said why"))
SHADOW_OPENED_AGAIN = declare("work.shadow_opened_again", _("opened this shadow tool again"))
SHADOW_IMPORTED = declare("work.shadow_imported", _("brought this shadow tool in by import {import}"))
SHADOW_CHANGED_BY_IMPORT = declare(
    "work.shadow_changed_by_import", _("changed this shadow tool by import {import}")
)
SHADOW_IMPORT_UNDONE = declare("work.shadow_import_undone", _("undid import {import} of this shadow tool"))
HOUR_COST_SAID = declare("work.hour_cost_said", _("said what an hour costs"))
