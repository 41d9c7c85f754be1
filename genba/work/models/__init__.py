from genba.work.models.flow import Flow
from genba.work.models.hour_cost import HourCost
from genba.work.models.known_step import KnownStep
from genba.work.models.procedure import Procedure
from genba.work.models.process import Process
from genba.work.models.shadow_tool import ShadowTool
from genba.work.models.use_count import UseCount
from genba.work.models.value_stream import ValueStream
from genba.work.models.version import Version

__all__ = [
    "Flow",
    "HourCost",
    "KnownStep",
    "Procedure",
    "Process",
    "ShadowTool",
    "UseCount",
    "ValueStream",
    "Version",
]
