import secrets

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people import facts
from genba.trail.record import HasKey, record

PROMISE_DRAFT = _(
    "Nobody here is punished for a report. Errors are how we learn. "
    "Whoever tells us what goes wrong helps everybody, and gets an answer. "
    "We look for the cause in the way we work, never in a person."
)


def new_salt() -> str:
    """The instance's own salt for receipts, made once."""
    return secrets.token_hex(16)


class Organisation(models.Model):
    """The organisation this instance serves. There is exactly one."""

    name = models.CharField(_("name"), max_length=120)
    is_demonstration = models.BooleanField(default=False, editable=False)
    promise = models.TextField(_("the promise to everybody who reports"), max_length=2000, blank=True)
    promise_by = models.CharField(_("signed by"), max_length=120, blank=True)
    promise_role = models.CharField(_("role of the signer"), max_length=120, blank=True)
    promise_on = models.DateField(_("signed on"), null=True, blank=True)
    receipt_salt = models.CharField(max_length=64, default=new_salt, editable=False)
    founded_on = models.DateField(default=timezone.localdate, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_organisation")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """There is only one row, and it has the number one."""
        self.id = 1
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def promise_is_signed(self) -> bool:
        """Whether top management has made the promise its own."""
        return bool(self.promise_by and self.promise_on)

    @transaction.atomic
    def keep(self, *, by: HasKey) -> None:
        """Save changed details together with the fact."""
        self.save()
        record(facts.ORGANISATION_CHANGED, self, by=by)

    @transaction.atomic
    def sign_promise(self, *, words: str, name: str, role: str, by: HasKey) -> None:
        """Put a name, a role and today's date under the promise. Its words are now the signer's own."""
        self.promise, self.promise_by, self.promise_role = words, name, role
        self.promise_on = timezone.localdate()
        self.save(update_fields=["promise", "promise_by", "promise_role", "promise_on"])
        record(facts.PROMISE_SIGNED, self, by=by)
