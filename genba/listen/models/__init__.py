from genba.listen.models.message import Message
from genba.listen.models.report import Report

__all__ = ["Message", "Report"]
