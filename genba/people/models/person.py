from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from genba.people import facts
from genba.people.models.name import NameField
from genba.people.models.team import Team
from genba.trail.record import HasKey, record

if TYPE_CHECKING:
    from genba.people.models.membership import Membership


PROTECTED_ROLES = {"is_administrator", "is_executive"}
ORGANISATION_ROLES = ("is_quality", "is_executive", "is_auditor", "is_administrator")


class PersonQuerySet(models.QuerySet["Person"]):
    """People, as one may see them."""

    def visible_to(self, person: "Person | None") -> "PersonQuerySet":
        """Everybody who is signed in may look people up; who has left is seen by those who manage people."""
        if person is None:
            return self.none()
        return self.all() if person.manages_people else self.filter(is_active=True)

    def changeable_by(self, person: "Person | None") -> "PersonQuerySet":
        """Administrators change everybody; quality everybody but administrators and top management.

        Of an erased person nothing is left to change.
        """
        if person is None or not person.manages_people:
            return self.none()
        here = self.filter(erased_on=None)
        return here if person.is_administrator else here.filter(is_administrator=False, is_executive=False)


class PersonManager(BaseUserManager["Person"]):
    """Makes and finds persons; an e-mail address is one address whatever its case."""

    def create_user(self, email: str, name: str, password: str | None = None, **extra: Any) -> "Person":
        """Make a person. Without a password they sign in by mailed code, passkey or company account."""
        person = self.model(email=self.normalize_email(email).lower(), name=name, **extra)
        person.set_password(password)
        person.save()
        return person

    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def visible_to(self, person: "Person | None") -> PersonQuerySet:
        """The people whom this person may look up."""
        return self.get_queryset().visible_to(person)

    def changeable_by(self, person: "Person | None") -> PersonQuerySet:
        """The people whose details this person may change."""
        return self.get_queryset().changeable_by(person)

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who works here and can sign in."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = NameField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=8, blank=True)
    theme = models.CharField(_("light or dark"), max_length=8, default="auto")
    single_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    wants_mail = models.BooleanField(_("mail digests"), default=True)
    away_until = models.DateField(_("away until"), null=True, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_quality = models.BooleanField(_("quality"), default=False)
    is_executive = models.BooleanField(_("top management"), default=False)
    is_auditor = models.BooleanField(_("auditor"), default=False)
    is_administrator = models.BooleanField(_("administrator"), default=False)
    joined_on = models.DateField(default=timezone.localdate, editable=False)
    erased_on = models.DateField(null=True, editable=False)

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

    @property
    def is_away(self) -> bool:
        """Whether this person has said that they are not here today; the last day is one of them."""
        return self.away_until is not None and self.away_until >= timezone.localdate()

    @property
    def manages_people(self) -> bool:
        """Whether this person looks after people, teams, sites and places."""
        return self.is_administrator or self.is_quality

    @property
    def sees_addresses(self) -> bool:
        """Whether this person may read other people's e-mail addresses."""
        return self.manages_people or self.is_lead

    @property
    def was_here(self) -> bool:
        """Whether this person has ever signed in."""
        return self.last_login is not None

    def clean(self) -> None:
        """An address is the same address whatever its case."""
        self.email = self.email.lower()

    @transaction.atomic
    def keep(self, *, by: HasKey | None) -> None:
        """Save a new or changed person together with the fact.

        A changed address takes effect at once: the old one opens no door any more.
        """
        self.email = self.email.lower()
        if self.pk:
            EmailAddress.objects.filter(user_id=self.pk).exclude(email=self.email).delete()
            kind = facts.PERSON_CHANGED
        else:
            self.set_unusable_password()
            kind = facts.PERSON_ADDED
        self.save()
        record(kind, self, by=by)

    @transaction.atomic
    def give_roles(self, roles: dict[str, bool], *, by: "Person") -> None:
        """Set organisation roles (`is_quality` …). Raises ValidationError where nobody would administer."""
        changed = {role: value for role, value in roles.items() if getattr(self, role) != value}
        if not by.is_administrator and PROTECTED_ROLES & set(changed):
            raise ValidationError(_("Only an administrator gives and takes these roles."))
        if changed.get("is_administrator") is False:
            self._leave_one_administrator()
        if changed:
            Person.objects.filter(pk=self.pk).update(**changed)
            record(
                facts.ROLES_CHANGED,
                self,
                by=by,
                given=sorted(role for role in changed if changed[role]),
                taken=sorted(role for role in changed if not changed[role]),
            )

    @transaction.atomic
    def deactivate(self, *, by: "Person") -> None:
        """Close the access at once; everything the person said and did stays."""
        self._leave_one_administrator()
        if Person.objects.filter(pk=self.pk, is_active=True).update(is_active=False):
            record(facts.PERSON_DEACTIVATED, self, by=by)

    @transaction.atomic
    def take_back(self, *, by: "Person") -> None:
        """Open the access of somebody who came back."""
        if Person.objects.filter(pk=self.pk, is_active=False).update(is_active=True):
            record(facts.PERSON_RETURNED, self, by=by)

    def _leave_one_administrator(self) -> None:
        administrators = Person.objects.filter(is_administrator=True, is_active=True).select_for_update()
        if [person.pk for person in administrators] == [self.pk]:
            raise ValidationError(
                _("%(name)s is the only administrator. Make somebody else an administrator first.")
                % {"name": self.name}
            )

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name else ""
