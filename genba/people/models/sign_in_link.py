import secrets
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from genba.people.models.api_token import fingerprint
from genba.people.models.person import Person

GOOD_FOR = timedelta(minutes=15)
CLOCKS_APART = timedelta(minutes=1)


def still_good() -> tuple[datetime, datetime]:
    """When a link that is good now was made. One of a time to come was made before the clock was set back."""
    now = timezone.now()
    return now - GOOD_FOR, now + CLOCKS_APART


class SignInLink(models.Model):
    """A link in a mail that signs one person in, once, within a quarter of an hour."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.person}"

    @classmethod
    def issue(cls, person: Person) -> str:
        """Make a link and give its secret once. Links that have run out are swept away."""
        token = secrets.token_urlsafe(32)
        cls.objects.exclude(made_at__range=still_good()).delete()
        cls.objects.create(person=person, token_hash=fingerprint(token))
        return token

    @classmethod
    def find(cls, token: str) -> "SignInLink | None":
        """The link with this secret while it is good, for somebody who may sign in."""
        good = cls.objects.filter(made_at__range=still_good(), person__is_active=True)
        return good.select_related("person").filter(token_hash=fingerprint(token)).first()

    def use(self) -> bool:
        """Use it up. Of two who come at once only one is let in."""
        return bool(SignInLink.objects.filter(pk=self.pk).delete()[0])
