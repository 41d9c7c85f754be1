from genba.sources.models.arrival import Arrival
from genba.sources.models.change import Change
from genba.sources.models.import_batch import Import
from genba.sources.models.register import Register

__all__ = ["Arrival", "Change", "Import", "Register"]
