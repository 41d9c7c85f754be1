from genba.listen.models.answer_time import AnswerTime
from genba.listen.models.fault import Fault
from genba.listen.models.message import Message
from genba.listen.models.note import Note
from genba.listen.models.original import Original
from genba.listen.models.report import Report
from genba.listen.models.spent_challenge import SpentChallenge

__all__ = ["AnswerTime", "Fault", "Message", "Note", "Original", "Report", "SpentChallenge"]
