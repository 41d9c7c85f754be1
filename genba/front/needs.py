"""Who sees the parts of the front that not everybody sees."""

from genba.people.access import ADMINISTRATOR, QUALITY, may_open
from genba.people.models import Person

WORKER_SEEN_BY = (QUALITY, ADMINISTRATOR)


class SeesTheWorker:
    """For the menu: whether somebody has the door to the background work."""

    def allows(self, person: object) -> bool:
        """Quality and administrators."""
        return isinstance(person, Person) and may_open(person, WORKER_SEEN_BY)
