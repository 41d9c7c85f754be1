"""What the room `improve` says."""

from django.utils.translation import gettext_lazy as _

from genba.improve.models import Column
from genba.trail.kinds import declare


def _stage(code: str) -> object:
    return dict(Column.Stage.choices).get(code, code)


BOARD_MADE = declare("improve.board_made", _("made this board"))
BOARD_CHANGED = declare("improve.board_changed", _("changed this board"))

CARD_OPENED = declare("improve.card_opened", _("opened this card"))
CARD_CHANGED = declare("improve.card_changed", _("changed what the card says"))
CARD_GIVEN = declare("improve.card_given", _("gave the card to somebody"))
CARD_MOVED = declare(
    "improve.card_moved", _("moved the card from {from} to {to}"), {"from": _stage, "to": _stage}
)
CARD_CHANGED_BOARD = declare("improve.card_changed_board", _("moved the card to another board"))
CARD_IMPORTED = declare("improve.card_imported", _("brought this card in from a table"))
CARD_CHANGED_BY_IMPORT = declare("improve.card_changed_by_import", _("brought this card up to date"))
CARD_IMPORT_UNDONE = declare("improve.card_import_undone", _("undid the import of this card"))
CARD_REOPENED = declare("improve.card_reopened", _("opened the card again"))
REPORT_TIED = declare("improve.report_tied", _("tied a report to this card"))
COMMENT_WRITTEN = declare("improve.comment_written", _("wrote a comment"))
FILE_TAKEN_OFF = declare("improve.file_taken_off", _("took a file off"))
FILE_PUT_BACK = declare("improve.file_put_back", _("put a file back"))
CHECKLIST_CHANGED = declare("improve.checklist_changed", _("changed the checklist"))
ITEM_TICKED = declare("improve.item_ticked", _("ticked something off the checklist"))
ITEM_UNTICKED = declare("improve.item_unticked", _("took a tick back"))

WHYS_WRITTEN = declare("improve.whys_written", _("wrote down why: {count} of five"))
CAUSE_NAMED = declare("improve.cause_named", _("named a cause in our system"))
CAUSE_TAKEN_BACK = declare("improve.cause_taken_back", _("took a cause back"))
EXPERIMENT_BEGUN = declare("improve.experiment_begun", _("began an experiment"))
EXPERIMENT_ENDED = declare("improve.experiment_ended", _("said what the experiment showed"))
REVIEW_MAILED = declare("improve.review_mailed", _("mailed the review of an experiment to the team"))
STANDARD_SET = declare("improve.standard_set", _("said what became the standard"))

EFFECTIVENESS_PLANNED = declare("improve.effectiveness_planned", _("planned a look at whether it helped"))
EFFECTIVENESS_DUE = declare("improve.effectiveness_due", _("It is time to look: did it help?"))
EFFECTIVENESS_HELPED = declare("improve.effectiveness_helped", _("looked: it helped"))
EFFECTIVENESS_DID_NOT_HELP = declare("improve.effectiveness_did_not_help", _("looked: it did not help"))

# recurrence
FAMILY_JOINED = declare("improve.family_joined", _("said that this is the same trouble"))
FAMILY_LEFT = declare("improve.family_left", _("said that one of these is another trouble"))
FAMILIES_MADE_ONE = declare("improve.families_made_one", _("said that two families are one trouble"))
NOT_THE_SAME = declare("improve.not_the_same", _("said that something similar is another trouble"))
