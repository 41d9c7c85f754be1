"""What the room `listen` says. About an anonymous report nothing is said until somebody admits it."""

from django.utils.translation import gettext_lazy as _

from genba.trail.kinds import declare

REPORT_RECEIVED = declare("listen.report_received", _("sent this report"))
REPORT_ADMITTED = declare("listen.report_admitted", _("A report was admitted"))
REPORT_SET_ASIDE = declare("listen.report_set_aside", _("set an anonymous report aside and said why"))
REPORT_REWRITTEN = declare("listen.report_rewritten", _("changed the admitted words of this report"))
REPORTER_WROTE_AGAIN = declare("listen.reporter_wrote_again", _("wrote again"))
REPORT_ANSWERED = declare("listen.report_answered", _("answered the reporter"))
REPORT_PASSED_ON = declare("listen.report_passed_on", _("passed this report to another team"))
REPORT_CARDED = declare("listen.report_carded", _("made this report a card and told the reporter"))
REPORT_JOINED = declare("listen.report_joined", _("joined this report to a card and told the reporter"))
REPORTER_TOLD = declare("listen.reporter_told", _("told the reporter how it goes on"))
REPORT_SORTED = declare("listen.report_sorted", _("corrected the kind, how bad it is, or the place"))
NOTE_WRITTEN = declare("listen.note_written", _("wrote a note that the reporter does not see"))
OUTCOME_PUBLISHED = declare("listen.outcome_published", _("wrote down what came of this report"))
REPORT_IMPORTED = declare("listen.report_imported", _("brought this report in from a table"))
REPORT_CHANGED_BY_IMPORT = declare("listen.report_changed_by_import", _("brought this report up to date"))
REPORT_IMPORT_UNDONE = declare("listen.report_import_undone", _("undid the import of this report"))
