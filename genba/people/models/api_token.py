import hashlib
import secrets

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people import facts
from genba.people.models.person import Person
from genba.trail.record import record

PREFIX = "genba_"


def fingerprint(token: str) -> str:
    """What is kept of a token. It is long and random, so a plain SHA-256 cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens, as one may see them."""

    def visible_to(self, person: Person | None) -> "ApiTokenQuerySet":
        """Everybody sees their own; administrators see all, so that they can withdraw them."""
        if person is None:
            return self.none()
        return self.all() if person.is_administrator else self.filter(person=person)

    def working(self) -> "ApiTokenQuerySet":
        """Those that are not withdrawn."""
        return self.filter(withdrawn_at=None)


class ApiToken(models.Model):
    """A key with which a program acts as a person, under the person's own access rules."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_on = models.DateField(default=timezone.localdate, editable=False)
    last_used_on = models.DateField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    @transaction.atomic
    def issue(cls, person: Person, *, name: str) -> tuple["ApiToken", str]:
        """Make a token. The second value is shown once and never again."""
        secret = PREFIX + secrets.token_urlsafe(32)
        token = cls.objects.create(person=person, name=name, token_hash=fingerprint(secret))
        record(facts.TOKEN_ISSUED, token, by=person)
        return token, secret

    @classmethod
    def person_for(cls, token: str) -> Person | None:
        """Whose token this is, or None."""
        found = (
            cls.objects.select_related("person")
            .filter(token_hash=fingerprint(token), withdrawn_at=None, person__is_active=True)
            .first()
        )
        if found is None:
            return None
        today = timezone.localdate()
        if found.last_used_on != today:
            cls.objects.filter(pk=found.pk).update(last_used_on=today)
        return found.person

    @transaction.atomic
    def withdraw(self, *, by: Person) -> None:
        """Make it useless at once; that it was there is kept."""
        if ApiToken.objects.filter(pk=self.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
            record(facts.TOKEN_WITHDRAWN, self, by=by)
