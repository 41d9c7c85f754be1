"""What the room `work` says."""

from django.utils.translation import gettext_lazy as _

from genba.trail.kinds import declare
from genba.work.models import Pilot


def _decision(code: str) -> object:
    return dict(Pilot.Decision.choices).get(code, code)


STREAM_ADDED = declare("work.stream_added", _("added this value stream"))
STREAM_CHANGED = declare("work.stream_changed", _("changed this value stream"))
STREAM_MOVED = declare("work.stream_moved", _("gave this value stream another place in the list"))
STREAM_REOPENED = declare("work.stream_reopened", _("opened this value stream again"))
STREAM_CLOSED = declare("work.stream_closed", _("closed this value stream"))
PROCESS_ADDED = declare("work.process_added", _("added this process"))
PROCESS_CHANGED = declare("work.process_changed", _("changed this process"))
PROCESS_CLOSED = declare("work.process_closed", _("closed this process"))
PROCESS_REOPENED = declare("work.process_reopened", _("opened this process again"))
ARROW_DRAWN = declare("work.arrow_drawn", _("drew an arrow from this process to process {target}"))
ARROW_REMOVED = declare("work.arrow_removed", _("took away the arrow from this process to process {target}"))
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
# Controlled documents
DOCUMENT_OPENED = declare("work.document_opened", _("added this document"))
DOCUMENT_CHANGED = declare("work.document_changed", _("changed whose document this is and who gets it"))
DOCUMENT_VERSION_ADDED = declare(
    "work.document_version_added", _("brought version {number} of this document")
)
DOCUMENT_VERSION_ASKED = declare(
    "work.document_version_asked", _("asked for the approval of version {number}")
)
DOCUMENT_VERSION_RETURNED = declare("work.document_version_returned", _("gave version {number} back"))
DOCUMENT_VERSION_WITHDRAWN = declare("work.document_version_withdrawn", _("withdrew version {number}"))
DOCUMENT_IN_FORCE = declare("work.document_in_force", _("put version {number} of this document in force"))
DOCUMENT_TIED = declare("work.document_tied", _("said where this document is used"))
DOCUMENT_UNTIED = declare("work.document_untied", _("said where this document is not used any more"))
DOCUMENT_COPY_GIVEN = declare("work.document_copy_given", _("gave out a copy on paper"))
DOCUMENT_COPY_TAKEN_IN = declare("work.document_copy_taken_in", _("took a copy on paper in"))
DOCUMENT_STILL_RIGHT = declare("work.document_still_right", _("looked at this document: it is still right"))
DOCUMENT_EDITION_NOTED = declare("work.document_edition_noted", _("saw that there is a newer edition"))
DOCUMENT_REVIEW_DUE = declare("work.document_review_due", _("It is time to look at this document again"))
DOCUMENT_RETIRED = declare("work.document_retired", _("retired this document"))
DOCUMENT_RETURNED = declare("work.document_returned", _("took this document into use again"))
DOCUMENT_IMPORTED = declare("work.document_imported", _("brought this document in with a list"))
DOCUMENT_CHANGED_BY_IMPORT = declare("work.document_changed_by_import", _("changed this document by a list"))
DOCUMENT_IMPORT_UNDONE = declare("work.document_import_undone", _("undid what a list brought here"))

# Equipment and calibration
EQUIPMENT_ADDED = declare("work.equipment_added", _("added this equipment"))
EQUIPMENT_CHANGED = declare("work.equipment_changed", _("changed what is known of this equipment"))
EQUIPMENT_OUT_OF_ORDER = declare("work.equipment_out_of_order", _("took this equipment out of use"))
EQUIPMENT_IN_USE = declare("work.equipment_in_use", _("took this equipment into use again"))
EQUIPMENT_RETIRED = declare("work.equipment_retired", _("retired this equipment"))
EQUIPMENT_CALIBRATED = declare("work.equipment_calibrated", _("wrote down a calibration"))
EQUIPMENT_OUT_OF_TOLERANCE = declare("work.equipment_out_of_tolerance", _("found this out of tolerance"))
CALIBRATION_STRUCK = declare("work.calibration_struck", _("struck out a calibration entered by mistake"))
EQUIPMENT_MEASURED = declare("work.equipment_measured", _("noted what was measured with this"))
EQUIPMENT_DUE = declare("work.equipment_due", _("The calibration of this is due soon"))
EQUIPMENT_LATE = declare("work.equipment_late", _("The calibration of this is late"))

# Competence
SKILL_ADDED = declare("work.skill_added", _("added this skill"))
SKILL_CHANGED = declare("work.skill_changed", _("changed this skill"))
SKILL_CLOSED = declare("work.skill_closed", _("closed this skill"))
NEED_ADDED = declare("work.need_added", _("said that the work of a team needs this"))
NEED_ENDED = declare("work.need_ended", _("said that the work of a team does not need this any more"))
ROLE_GIVEN = declare("work.role_given", _("said what somebody works as"))
ROLE_TAKEN = declare("work.role_taken", _("said what somebody does not work as any more"))
COMPETENCE_SHOWN = declare("work.competence_shown", _("saw that somebody can do this"))
COMPETENCE_WITHDRAWN = declare("work.competence_withdrawn", _("took back that somebody can do this"))
COMPETENCE_EXPIRES = declare("work.competence_expires", _("A skill of somebody runs out soon"))
TEACHING_CHANGED = declare("work.teaching_changed", _("said whether they would teach this"))
# Does it help?
SENTENCE_TAKEN_OFF = declare("work.sentence_taken_off", _("took a sentence without a name off the page"))
QUESTION_ASKED = declare("work.question_asked", _("asked about a step"))
QUESTION_ANSWERED = declare("work.question_answered", _("answered a question about a step"))
QUESTION_IN_VERSION = declare(
    "work.question_in_version", _("said that version {version} answers this question")
)
QUESTION_STILL_OPEN = declare("work.question_still_open", _("said that no version answers this question yet"))
# The life of a version.
PILOT_BEGUN = declare("work.pilot_begun", _("began a pilot of version {version}"))
PILOT_DUE = declare("work.pilot_due", _("The pilot of version {version} is over: what was learned?"))
PILOT_DECIDED = declare(
    "work.pilot_decided", _("ended the pilot of version {version}: {decision}"), {"decision": _decision}
)
APPROVAL_ASKED = declare("work.approval_asked", _("asked for the approval of version {version}"))
VERSION_SENT_BACK = declare("work.version_sent_back", _("sent version {version} back to the draft"))
REVIEW_DUE = declare("work.review_due", _("It is time to look: is this procedure still right?"))
PROCEDURE_CONFIRMED = declare("work.procedure_confirmed", _("looked again: version {version} is still right"))
READING_ASKED = declare(
    "work.reading_asked", _("Those who work with it are asked to read version {version}: {people} people")
)
READING_DONE = declare("work.reading_done", _("read and understood version {version}"))
SUGGESTION_MADE = declare("work.suggestion_made", _("suggested a change"))
SUGGESTION_TAKEN = declare("work.suggestion_taken", _("took up a suggested change in version {version}"))
SUGGESTION_DECLINED = declare("work.suggestion_declined", _("answered a suggested change: not now"))
REVIEW_ASKED = declare("work.review_asked", _("asked a colleague to look"))
REVIEW_GOOD = declare("work.review_good", _("looked and said that it is good"))
REVIEW_NEEDS_WORK = declare("work.review_needs_work", _("looked and said that it needs work"))
REVIEW_WITHDRAWN = declare("work.review_withdrawn", _("took back that a colleague should look"))
# Checks in the flow
RUN_ENDED = declare("work.run_ended", _("ended a check"))
RUN_GOES_ON = declare("work.run_goes_on", _("took it back that this check was given up"))
CHECK_MARKED = declare("work.check_marked", _("made this procedure a check"))
ROUND_SET = declare("work.round_set", _("set when this check comes round"))
ROUND_STOPPED = declare("work.round_stopped", _("stopped this round of checks"))
CHECK_LATE = declare("work.check_late", _("noticed that a check is late"))

# Why we ask
RULE_WHY_SAID = declare("work.rule_why_said", _("said why we have this rule"))
RULE_WHY_TAKEN_BACK = declare(
    "work.rule_why_taken_back", _("let the product's words say again why we have this rule")
)
FIELD_OFF = declare("work.field_off", _("took the field {field} off the forms"))
FIELD_ON = declare("work.field_on", _("put the field {field} back on the forms"))
REPOSITORY_ADDED = declare("work.repository_added", _("connected this code repository"))
REPOSITORY_SECRET_RENEWED = declare(
    "work.repository_secret_renewed", _("renewed the secret of this code repository")
)
REPOSITORY_TOKEN_SET = declare("work.repository_token_set", _("set how we answer this code repository"))
REPOSITORY_CLOSED = declare("work.repository_closed", _("disconnected this code repository"))
MERGED_REVIEWED = declare("work.merged_reviewed", _("Code came in after somebody else had looked"))
MERGED_UNREVIEWED = declare("work.merged_unreviewed", _("Code came in and nobody else had looked"))
REVIEW_CAME_LATE = declare("work.review_came_late", _("A look from before the merge was told to us after it"))
PROCEDURE_IMPORTED = declare(
    "work.procedure_imported", _("imported a document of {before} words: {steps} steps, {words} words")
)
