import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from genba.people.models import Person, Team
from genba.trail.envelope import close_for_instance, open_for_instance

SECRET, TOKEN = "code/secret", "code/token"


def new_key() -> str:
    """The unguessable end of a repository's address: 128 bits."""
    return secrets.token_hex(16)


class RepositoryQuerySet(models.QuerySet["Repository"]):
    """Repositories, as one may see and change them."""

    def visible_to(self, person: Person | None) -> "RepositoryQuerySet":
        """Everybody who is signed in sees how much is looked at before it is merged."""
        return self.filter(is_closed=False) if person else self.none()

    def changeable_by(self, person: Person | None) -> "RepositoryQuerySet":
        """Those who answer for its team, and quality."""
        seen = self.visible_to(person)
        if person is None or person.is_quality:
            return seen
        answers = Q(pk__in=[])
        for team in person.teams_led:
            answers |= Q(team__path__startswith=team.path)
        return seen.filter(answers)


class Repository(models.Model):
    """A place where a team keeps its code. It tells us of every merge; its secret is never shown again."""

    class Provider(models.TextChoices):
        """Who keeps it."""

        GITHUB = "github", "GitHub"
        GITLAB = "gitlab", "GitLab"

    provider = models.CharField(_("who keeps it"), max_length=6, choices=Provider.choices)
    address = models.CharField(_("address of the server"), max_length=200)
    name = models.CharField(_("its name there"), max_length=200)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="repositories", verbose_name=_("team")
    )
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    sealed_secret = models.BinaryField()
    sealed_token = models.BinaryField(null=True)
    trouble = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_on = models.DateField(default=timezone.localdate, editable=False)
    is_closed = models.BooleanField(default=False)

    objects = RepositoryQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    if TYPE_CHECKING:
        id: int
        team_id: int

    def __str__(self) -> str:
        return self.name

    @property
    def secret(self) -> str:
        """The shared secret. Raises CannotOpen where the secret key of the instance was lost."""
        return open_for_instance(self.sealed_secret, SECRET)

    @secret.setter
    def secret(self, words: str) -> None:
        self.sealed_secret = close_for_instance(words, SECRET)

    @property
    def token(self) -> str:
        """The key with which we write a status; empty where there is none. Raises CannotOpen."""
        return open_for_instance(self.sealed_token, TOKEN) if self.sealed_token else ""

    @token.setter
    def token(self, words: str) -> None:
        self.sealed_token = close_for_instance(words, TOKEN) if words else None

    @property
    def api(self) -> str:
        """Where its server takes calls."""
        if self.provider == self.Provider.GITLAB:
            return f"{self.address}/api/v4"
        is_public = urlsplit(self.address).hostname == "github.com"
        return "https://api.github.com" if is_public else f"{self.address}/api/v3"
