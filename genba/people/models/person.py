from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from genba.people.models.team import Team

if TYPE_CHECKING:
    from genba.people.models.membership import Membership


class PersonManager(BaseUserManager["Person"]):
    """Makes and finds persons; an e-mail address is one address whatever its case."""

    def create_user(self, email: str, name: str, password: str | None = None, **extra: Any) -> "Person":
        """Make a person. Without a password they sign in by mailed code, passkey or company account."""
        person = self.model(email=self.normalize_email(email).lower(), name=name, **extra)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who works here and can sign in."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=8, blank=True)
    theme = models.CharField(_("light or dark"), max_length=8, default="auto")
    single_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    wants_mail = models.BooleanField(_("mail digests"), default=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_quality = models.BooleanField(_("quality"), default=False)
    is_executive = models.BooleanField(_("top management"), default=False)
    is_auditor = models.BooleanField(_("auditor"), default=False)
    is_administrator = models.BooleanField(_("administrator"), default=False)
    joined_on = models.DateField(default=timezone.localdate, editable=False)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """Up to two letters for the avatar."""
        words = self.name.split()
        return (
            "".join(word[0] for word in (words[0], words[-1]) if word).upper()[: len(words)] if words else "?"
        )

    @cached_property
    def own_memberships(self) -> list["Membership"]:
        """The teams this person belongs to and as what; read once a request."""
        return list(self.memberships.select_related("team"))

    @property
    def teams(self) -> list[Team]:
        """The teams this person belongs to."""
        return [membership.team for membership in self.own_memberships]

    @property
    def teams_led(self) -> list[Team]:
        """The teams in whose name this person may answer and decide."""
        return [membership.team for membership in self.own_memberships if membership.leads]

    @property
    def is_lead(self) -> bool:
        """Whether this person answers for any team."""
        return bool(self.teams_led)

    def answers_for(self, team: Team | None) -> bool:
        """Whether this person may answer for a team: its leads, leads above it, and quality."""
        if self.is_quality:
            return True
        return team is not None and any(team.path.startswith(led.path) for led in self.teams_led)

    def works_in(self, team: Team) -> bool:
        """Whether this person takes part in a team's work."""
        return self.answers_for(team) or any(own.pk == team.pk for own in self.teams)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name else ""
