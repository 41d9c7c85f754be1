from genba.listen.forms.admission import AdmitForm, RewriteForm, SetAsideForm
from genba.listen.forms.receipt import ReceiptForm, WriteAgainForm
from genba.listen.forms.report import ReportForm
from genba.listen.forms.triage import AnswerForm, NoteForm, PassOnForm, PublishForm, SortForm

__all__ = [
    "AdmitForm",
    "AnswerForm",
    "NoteForm",
    "PassOnForm",
    "PublishForm",
    "ReceiptForm",
    "ReportForm",
    "RewriteForm",
    "SetAsideForm",
    "SortForm",
    "WriteAgainForm",
]
