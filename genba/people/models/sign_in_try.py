from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most so many tries of one sort within a time. `of` says of what: only a fingerprint is kept."""

    of: str
    most: int
    within: timedelta

    @property
    def fingerprint(self) -> str:
        """What is kept. Without the secret of this instance nobody turns it back into an address."""
        return salted_hmac("people.sign_in_try", self.of, algorithm="sha256").hexdigest()


class SignInTry(models.Model):
    """One try at a door for signing in, kept for a day: guessing is slow in all web processes together."""

    of = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["of", "at"], name="sign_in_tries")]

    def __str__(self) -> str:
        return f"{self.of[:8]} {self.at}"

    @classmethod
    def too_many(cls, limits: Iterable[Limit]) -> bool:
        """Whether any limit is reached."""
        now, asked = timezone.now(), list(limits)
        counts = cls.objects.filter(of__in={limit.fingerprint for limit in asked}).aggregate(
            **{
                f"n{number}": Count("pk", filter=Q(of=limit.fingerprint, at__gt=now - limit.within))
                for number, limit in enumerate(asked)
            }
        )
        return any(counts[f"n{number}"] >= limit.most for number, limit in enumerate(asked))

    @classmethod
    def note(cls, limits: Iterable[Limit]) -> None:
        """Count one try against each limit, and forget those of yesterday."""
        now = timezone.now()
        # Clocks that are set back leave tries of the future; they go as well.
        cls.objects.filter(Q(at__lte=now - KEPT_FOR) | Q(at__gt=now + KEPT_FOR)).delete()
        SignInTry.objects.bulk_create(
            SignInTry(of=of, at=now) for of in {limit.fingerprint for limit in limits}
        )

    @classmethod
    def forgive(cls, limits: Iterable[Limit]) -> None:
        """Forget the tries counted against these limits."""
        cls.objects.filter(of__in=[limit.fingerprint for limit in limits]).delete()
