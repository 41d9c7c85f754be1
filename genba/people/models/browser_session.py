from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models

from genba.people.models.person import Person


class BrowserSessionManager(BaseSessionManager["BrowserSession"]):
    """Finds the browsers in which somebody is signed in."""

    def of_person(self, person: Person) -> models.QuerySet["BrowserSession"]:
        """The browsers of one person, the one used last first."""
        return self.filter(person=person).order_by("-used_on", "-began_on")


class BrowserSession(AbstractBaseSession):
    """One browser's session. The key in the cookie is not kept, only its fingerprint (`session_key`).

    So a copy of the database signs nobody in. The days are for their owner's eyes; they say no hour.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="browser_sessions")
    device = models.CharField(max_length=60, blank=True)
    began_on = models.DateField(null=True)
    used_on = models.DateField(null=True)

    objects: ClassVar[BrowserSessionManager] = BrowserSessionManager()

    def __str__(self) -> str:
        return self.session_key[:8]

    @classmethod
    def end_of_person(cls, person: Person, *, but: str = "") -> int:
        """Sign a person out everywhere (`but` one session); how many there were."""
        return cls.objects.filter(person=person).exclude(session_key=but).delete()[0]
