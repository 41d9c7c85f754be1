"""What the room `understand` says."""

from django.utils.translation import gettext_lazy as _

from genba.sources.connectors.connector import STATE_WORDS
from genba.sources.connectors.kinds import KINDS
from genba.trail.kinds import declare
from genba.understand.models import Sign


def _truth(code: str) -> object:
    return dict(Sign.Truth.choices).get(code, code)


def _state_of_source(code: str) -> object:
    return STATE_WORDS.get(code, code)


def _kind_of_source(kind: str) -> object:
    return KINDS[kind].label if kind in KINDS else kind


METRIC_DEFINED = declare("understand.metric_defined", _("defined this metric"))
METRIC_CHANGED = declare("understand.metric_changed", _("changed this metric"))
METRIC_CLOSED = declare("understand.metric_closed", _("stopped measuring this"))
METRIC_REOPENED = declare("understand.metric_reopened", _("began to measure this again"))
READING_TAKEN = declare("understand.reading_taken", _("wrote down a reading: {value}"))
READING_CORRECTED = declare("understand.reading_corrected", _("corrected a reading from {before} to {value}"))
READINGS_ARRIVED = declare("understand.readings_arrived", _("got {count} readings from outside"))
READING_LEFT_OUT = declare(
    "understand.reading_left_out", _("left a reading out of the limits, with a reason")
)
READING_COUNTS = declare("understand.reading_counts", _("let a reading count again"))
STEP_CHANGE_MARKED = declare("understand.step_change_marked", _("marked that the process changed"))
STEP_CHANGE_STRUCK = declare("understand.step_change_struck", _("took a step change back"))
BASELINE_FROZEN = declare("understand.baseline_frozen", _("froze the limits"))
BASELINE_FREED = declare("understand.baseline_freed", _("let the limits follow the readings again"))
TARGET_SET = declare("understand.target_set", _("set a target: {value}"))
TARGET_ENDED = declare("understand.target_ended", _("ended the target"))

# Warning signs and the calendar of audits
SIGN_RAISED = declare("understand.sign_raised", _("A warning sign asks a question"))
SIGN_ENDED = declare("understand.sign_ended", _("The data of this warning sign are calm again"))
SIGN_ANSWERED = declare("understand.sign_answered", _("answered this warning sign with a reason"))
SIGN_CARDED = declare("understand.sign_carded", _("answered this warning sign with a card"))
SIGN_TRUTH_TOLD = declare("understand.sign_truth_told", _("said what turned out: {truth}"), {"truth": _truth})
AUDIT_DATE_ADDED = declare("understand.audit_date_added", _("added this day of an audit"))
AUDIT_DATE_CHANGED = declare("understand.audit_date_changed", _("changed this day of an audit"))
AUDIT_DATE_WITHDRAWN = declare("understand.audit_date_withdrawn", _("took this day of an audit out"))
# Looked at in its rhythm
METRIC_LOOKED_AT = declare("understand.metric_looked_at", _("looked at this metric"))


# The chart of a metric.
CHART_CHOSEN = declare("understand.chart_chosen", _("chose another chart"))
CHART_FREED = declare("understand.chart_freed", _("let the data choose the chart"))
CHART_RULES_CHANGED = declare(
    "understand.chart_rules_changed", _("changed which patterns the chart marks, or how its limits are made")
)

# Readings from a table
READINGS_IMPORTED = declare("understand.readings_imported", _("brought in {count} readings from a table"))
READINGS_CHANGED_BY_IMPORT = declare(
    "understand.readings_changed_by_import", _("brought in a table that changed {count} readings")
)
READINGS_IMPORT_UNDONE = declare(
    "understand.readings_import_undone", _("undid the import of {count} readings")
)

# The cost of poor quality.
COST_LINE_SAID = declare("understand.cost_line_said", _("said what this costs"))
COST_LINE_CHANGED = declare("understand.cost_line_changed", _("changed what this costs"))
COST_LINE_ENDED = declare("understand.cost_line_ended", _("said that this costs nothing any more"))
COST_LINE_BACK = declare("understand.cost_line_back", _("let this cost count again"))
# Sources
FEED_MADE = declare("understand.feed_made", _("connected this source"))
FEED_CHANGED = declare("understand.feed_changed", _("changed how this source is asked"))
FEED_SECRET_CHANGED = declare("understand.feed_secret_changed", _("gave this source another password or key"))
FEED_SWITCHED_ON = declare("understand.feed_switched_on", _("switched this source on"))
FEED_SWITCHED_OFF = declare("understand.feed_switched_off", _("switched this source off"))
FEED_REMOVED = declare(
    "understand.feed_removed", _("removed a source: {source}"), {"source": _kind_of_source}
)
FEED_TROUBLED = declare(
    "understand.feed_troubled", _("got no readings from this source. {state}"), {"state": _state_of_source}
)
FEED_WORKS_AGAIN = declare("understand.feed_works_again", _("got readings from this source again"))
