"""The nouns of the room `understand`."""

from genba.understand.models.metric import Metric
from genba.understand.models.reading import Reading
from genba.understand.models.step_change import StepChange
from genba.understand.models.target import Target

__all__ = ["Metric", "Reading", "StepChange", "Target"]
