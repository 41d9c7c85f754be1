import hashlib
import secrets
from datetime import timedelta

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
        """Those that are neither withdrawn nor past their last day."""
        alive = models.Q(good_until=None) | models.Q(good_until__gte=timezone.localdate())
        return self.filter(alive, withdrawn_at=None)

    def kept(self) -> "ApiTokenQuerySet":
        """Those that are not withdrawn, past their last day or not."""
        return self.filter(withdrawn_at=None)


class ApiToken(models.Model):
    """A key with which a program acts as a person, under the person's own access rules and no further."""

    class Scope(models.TextChoices):
        """What a token is good for."""

        WRITE = "write", _("Read and write")
        READ = "read", _("Read only")
        REPORT = "report", _("Say something, and nothing else")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField(_("what it may do"), max_length=8, choices=Scope, default=Scope.WRITE)
    good_until = models.DateField(_("last day"), null=True, editable=False)
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
    def issue(
        cls, person: Person, *, name: str, scope: str = Scope.WRITE, days: int | None = None
    ) -> tuple["ApiToken", str]:
        """Make a token, good for so many days or until it is withdrawn. The secret is given once."""
        secret = PREFIX + secrets.token_urlsafe(32)
        until = timezone.localdate() + timedelta(days=days) if days else None
        token = cls.objects.create(
            person=person, name=name, scope=scope, good_until=until, token_hash=fingerprint(secret)
        )
        record(facts.TOKEN_ISSUED, token, by=person)
        return token, secret

    @classmethod
    def working_with(cls, secret: str) -> "ApiToken | None":
        """The token with this secret while it works; the day is noted."""
        found = (
            cls.objects.working()
            .select_related("person")
            .filter(token_hash=fingerprint(secret), person__is_active=True)
            .first()
        )
        today = timezone.localdate()
        if found is not None and found.last_used_on != today:
            cls.objects.filter(pk=found.pk).update(last_used_on=today)
        return found

    @property
    def is_over(self) -> bool:
        """Whether its last day is past."""
        return self.good_until is not None and self.good_until < timezone.localdate()

    @transaction.atomic
    def withdraw(self, *, by: Person) -> None:
        """Make it useless at once; that it was there is kept."""
        if ApiToken.objects.filter(pk=self.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
            record(facts.TOKEN_WITHDRAWN, self, by=by)
