"""Everything that happens by the clock, in one list. The worker gives each line its turn."""

from datetime import timedelta

from genba.improve.ageing import measure_flow
from genba.improve.checking import bring_back_what_is_due
from genba.listen.tasks import refresh_answer_times
from genba.trail.work import Every

SCHEDULE = [
    Every(timedelta(hours=1), bring_back_what_is_due),
    Every(timedelta(minutes=10), refresh_answer_times),
    Every(timedelta(minutes=15), measure_flow),
]
