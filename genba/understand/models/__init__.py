"""The nouns of the room `understand`."""

from genba.understand.models.audit_date import AuditDate
from genba.understand.models.cost_line import CostLine
from genba.understand.models.counted_month import CountedMonth
from genba.understand.models.feed import Feed
from genba.understand.models.look import Look
from genba.understand.models.metric import Metric
from genba.understand.models.reading import Reading
from genba.understand.models.sign import Sign
from genba.understand.models.step_change import StepChange
from genba.understand.models.target import Target

__all__ = [
    "AuditDate",
    "CostLine",
    "CountedMonth",
    "Feed",
    "Look",
    "Metric",
    "Reading",
    "Sign",
    "StepChange",
    "Target",
]
